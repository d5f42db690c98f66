package dev.drover.faults.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The fail points of this JVM. Changed code calls {@link #reached} from any thread. Of those that reach an armed point, in this JVM
 * or in another with the same directory, one is struck.
 */
public final class FailPoints {
    /** As of a process that was killed. */
    private static final int KILLED = 137;

    private static volatile @Nullable Path control;

    private FailPoints() {}

    static void armedIn(Path directory) {
        control = directory;
    }

    public static void reached(String point) {
        Path directory = control;
        if (directory != null) {
            Path armed = directory.resolve(point);
            if (Files.exists(armed)) {
                take(armed, point);
            }
        }
    }

    private static void take(Path armed, String point) {
        try {
            String text = Files.readString(armed).strip();
            // An empty one is still being written.
            if (!text.isEmpty()) {
                Strike strike = Strike.parse(text);
                if (Files.deleteIfExists(armed)) {
                    System.err.println("Fail point " + point + ": " + text);
                    act(strike, point);
                }
            }
        } catch (IOException e) {
            // another was struck by it
        }
    }

    private static void act(Strike strike, String point) {
        switch (strike) {
            case Strike.Crash() -> Runtime.getRuntime().halt(KILLED);
            case Strike.Throw() -> throw new Struck(point);
            case Strike.Hang(Duration time) -> hang(time);
        }
    }

    /** Not even an interrupt ends it early; it is not lost. */
    private static void hang(Duration time) {
        boolean isInterrupted = false;
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            try {
                Thread.sleep(Duration.ofNanos(left));
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
