package dev.drover.worker.lifecycle;

import java.time.Duration;

/**
 * How long a failed server waits for its next attempt.
 *
 * @param shortest after the first failure
 * @param longest however many failures there are in a row
 */
public record BackOff(Duration shortest, Duration longest) {
    public static final BackOff DEFAULT = new BackOff(Duration.ofMillis(500), Duration.ofSeconds(30));

    private static final int MOST_DOUBLINGS = 16;

    /**
     * The shortest, doubled with each failure in a row; up to a quarter longer, so that servers which failed together do
     * not come back together; never more than the longest.
     *
     * @param seed chooses the quarter's part: the same seed, the same delay
     */
    Duration delay(int failures, long seed) {
        int doublings = Math.min(Math.max(failures - 1, 0), MOST_DOUBLINGS);
        long base = Math.min(shortest.toMillis() << doublings, longest.toMillis());
        long mixed = (seed + 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        long jitter = base * (mixed >>> 54) / (4 * 1024);
        return Duration.ofMillis(Math.min(base + jitter, longest.toMillis()));
    }
}
