package dev.drover.local.testing;

import dev.drover.local.Directories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where an embedded server of a test keeps its data. */
final class TemporaryDirectory {

    private TemporaryDirectory() {}

    static Path create(String name) {
        try {
            return Files.createTempDirectory("drover-" + name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path directory) {
        try {
            Directories.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
