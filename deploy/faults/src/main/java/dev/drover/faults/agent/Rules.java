package dev.drover.faults.agent;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Which rules of this JVM are broken: as long as there is a file of the {@link Mutant}'s name. Changed code asks, on any thread. */
public final class Rules {
    private static volatile @Nullable Path control;

    private Rules() {}

    static void brokenIn(Path directory) {
        control = directory;
    }

    public static boolean isBroken(String rule) {
        Path directory = control;
        return directory != null && Files.exists(directory.resolve(rule));
    }
}
