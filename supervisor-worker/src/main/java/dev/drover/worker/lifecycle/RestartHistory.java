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
}
