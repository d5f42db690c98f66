package dev.drover.worker;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The time of day, but never going back and never standing still: if the host's clock is set back, time goes on from where it
 * was, and no deadline is put off. Thread-safe.
 */
final class SteadyClock extends Clock {
    private record Anchor(Instant time, long nanos) {}

    private final Clock wall;
    private volatile Anchor anchor;

    SteadyClock(Clock wall) {
        this.wall = wall;
        this.anchor = new Anchor(wall.instant(), System.nanoTime());
    }

    @Override
    public Instant instant() {
        Anchor last = anchor;
        long nanos = System.nanoTime();
        Instant elapsed = last.time().plusNanos(nanos - last.nanos());
        Instant now = wall.instant();
        if (now.isBefore(elapsed)) {
            return elapsed;
        }
        if (Duration.between(elapsed, now).compareTo(RESET) > 0) {
            anchor = new Anchor(now, nanos);
        }
        return now;
    }

    /** How far the host's clock may be ahead before it is believed for good. */
    private static final Duration RESET = Duration.ofMillis(1);

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("it tells instants only");
    }
}
