package dev.drover.worker.lease;

import java.time.Duration;

/**
 * How long a lease lasts and how often it is renewed. All workers of a cluster have the same.
 *
 * @param duration counted from the moment at which the sending of a renewal began
 * @param renewal between two renewals
 */
public record LeaseRules(Duration duration, Duration renewal) {
    /** Servers are killed so long before the end of the lease. */
    public static final Duration KILL_MARGIN = Duration.ofSeconds(1);

    /** The guard outside the JVM ends everything so long before the end of the lease. */
    public static final Duration GUARD_MARGIN = Duration.ofMillis(200);

    /** A successor starts so long after the end of the lease. */
    static final Duration SUCCESSOR_MARGIN = Duration.ofSeconds(1);

    /** In this time a group that has just come back from a restart of the brokers settles. */
    static final Duration SETTLING = Duration.ofSeconds(2);

    /** How long servers may take to stop: the lifecycle kills what is left after three seconds. */
    static final Duration STOP_PATIENCE = Duration.ofSeconds(8);

    static final Duration IDLE_REWRITE = Duration.ofDays(1);

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(250);
    private static final int DOUBLINGS = 4;

    long endOf(long begun) {
        return begun + duration.toNanos();
    }

    long nextRenewal(long now) {
        return now + renewal.toNanos();
    }

    /** When a lease must be over that was renewed, at the latest, just before this time. */
    long certainEnd(long readAt) {
        return readAt + duration.plus(SUCCESSOR_MARGIN).toNanos();
    }

    static long killAt(long deadline) {
        return deadline - KILL_MARGIN.toNanos();
    }

    static long backoff(int setbacks) {
        return FIRST_BACKOFF.toNanos() << Math.clamp(setbacks - 1L, 0, DOUBLINGS);
    }

    /** Monotonic clocks may overflow: they are compared by their difference. */
    static boolean isOver(long time, long now) {
        return now - time >= 0;
    }
}
