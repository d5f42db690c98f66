package dev.drover.worker.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** A PATH, and what is found on it. */
record SearchPath(String value) {
    static final String DEFAULT = "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin";

    /** The first executable file of that name; else the first file or directory of that name, which cannot be run. */
    Optional<Path> find(String name) {
        return candidates(name)
                .filter(SearchPath::isRunnable)
                .findFirst()
                .or(() -> candidates(name).filter(Files::exists).findFirst());
    }

    static boolean isRunnable(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    private Stream<Path> candidates(String name) {
        return Arrays.stream(value.split(File.pathSeparator, -1))
                .filter(directory -> directory.startsWith("/"))
                .flatMap(directory -> path(directory, name));
    }

    private static Stream<Path> path(String directory, String name) {
        try {
            return Stream.of(Path.of(directory, name));
        } catch (InvalidPathException e) {
            return Stream.empty();
        }
    }
}
