package dev.drover.worker.warden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The clock that a warden can read: centiseconds since boot, with the time that the machine was suspended, which {@link
 * System#nanoTime()} does not count. Thread-safe.
 *
 * @param nanos this JVM's monotonic clock
 * @param centis {@code /proc/uptime}
 */
record BootClock(LongSupplier nanos, LongSupplier centis) {
    private static final Path UPTIME = Path.of("/proc/uptime");
    private static final long NANOS_PER_CENTI = TimeUnit.MILLISECONDS.toNanos(10);

    /** As long as one reading may lie from the other; this JVM may be stopped in between. */
    private static final long CLOSE = NANOS_PER_CENTI / 2;

    private static final int TRIES = 5;

    static BootClock system() {
        return new BootClock(System::nanoTime, BootClock::uptime);
    }

    /** The same moment or a little earlier: the clocks were read one after the other, and one is coarse. */
    long at(long deadlineNanos) {
        long earliest = Long.MIN_VALUE;
        for (int tries = 0; tries < TRIES; tries++) {
            long before = nanos.getAsLong();
            long now = centis.getAsLong();
            long after = nanos.getAsLong();
            earliest = Math.max(earliest, now + Math.floorDiv(deadlineNanos - after, NANOS_PER_CENTI));
            if (after - before <= CLOSE) {
                break;
            }
        }
        return earliest;
    }

    private static long uptime() {
        try {
            String text = Files.readString(UPTIME);
            return Long.parseLong(text.substring(0, text.indexOf(' ')).replace(".", ""));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + UPTIME, e);
        }
    }
}
