package dev.drover.local.testing;

import dev.drover.schemas.sealing.KeysetFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The keysets of the installation that this JVM's tests are: made once, gone with it. */
public final class TestKeysets {
    private static final Path DIRECTORY = make();

    private TestKeysets() {}

    public static Path privateKeyset() {
        return DIRECTORY.resolve("private.json");
    }

    public static Path publicKeyset() {
        return DIRECTORY.resolve("public.json");
    }

    private static Path make() {
        try {
            Path directory = Files.createTempDirectory("drover-keysets");
            Path privateKeyset = directory.resolve("private.json");
            Path publicKeyset = directory.resolve("public.json");
            KeysetFile.ensure(privateKeyset, publicKeyset);
            // In the other order of their making: what is in a directory goes first.
            directory.toFile().deleteOnExit();
            privateKeyset.toFile().deleteOnExit();
            publicKeyset.toFile().deleteOnExit();
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
