package dev.drover.worker.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a server's restart policy counts.
 *
 * @param failures failed attempts in a row, since the last command or healthy run, whose own end is not one
 * @param recent when runs failed in the last {@link #WINDOW}
 * @param restarts automatic starts since the last command that started it
 * @param readyGeneration the generation with which it was last ready; 0: never
 */
public record RestartHistory(int failures, List<Instant> recent, int restarts, long readyGeneration) {
    /** Attempts of a definition with which the server was never ready. */
    public static final int ATTEMPTS_OF_A_NEW_DEFINITION = 3;

    /** Failures within {@link #WINDOW} after which no further attempt is made. */
    public static final int LIMIT = 10;

    public static final Duration WINDOW = Duration.ofMinutes(5);

    /** A run that has been ready for so long makes earlier failures forgotten. */
    public static final Duration HEALTHY = Duration.ofSeconds(60);

    public static final Duration SHORTEST_DELAY = Duration.ofMillis(500);
    public static final Duration LONGEST_DELAY = Duration.ofSeconds(30);

    public static final RestartHistory NONE = new RestartHistory(0, List.of(), 0, 0);

    public RestartHistory {
        recent = List.copyOf(recent);
    }

    RestartHistory afterCommand() {
        return new RestartHistory(0, List.of(), 0, readyGeneration);
    }

    RestartHistory withRestart() {
        return new RestartHistory(failures, recent, restarts + 1, readyGeneration);
    }

    RestartHistory ready(long generation) {
        return new RestartHistory(failures, recent, restarts, generation);
    }

    RestartHistory failed(Instant now, boolean wasHealthy) {
        List<Instant> window = Stream.concat(recent.stream(), Stream.of(now))
                .filter(at -> at.isAfter(now.minus(WINDOW)))
                .toList();
        return new RestartHistory(wasHealthy ? 0 : failures + 1, window, restarts, readyGeneration);
    }

    boolean isExhausted(long generation) {
        return readyGeneration == generation ? recent.size() >= LIMIT : failures >= ATTEMPTS_OF_A_NEW_DEFINITION;
    }

    /**
     * 0.5 s, doubled with each failure in a row, 30 s at most; up to a quarter longer, so that servers which failed
     * together do not come back together.
     *
     * @param seed chooses the quarter's part: the same seed, the same delay
     */
    Duration delay(long seed) {
        int doublings = Math.min(Math.max(failures - 1, 0), 6);
        long base = SHORTEST_DELAY.toMillis() << doublings;
        long mixed = (seed + 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        long jitter = base * (mixed >>> 54) / (4 * 1024);
        return Duration.ofMillis(Math.min(base + jitter, LONGEST_DELAY.toMillis()));
    }
}
