package dev.drover.faults.evidence;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps the projection of some moments, on a thread of its own: of all it looked at, any as likely as any other. While
 * PostgreSQL is away there is nothing to keep.
 */
public final class Moments implements AutoCloseable {

    private static final int KEPT = 20;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final Projection projection;
    private final Random random;
    private final List<Moment> kept = new ArrayList<>();
    private final Thread thread = Thread.ofPlatform().daemon().name("moments").unstarted(this::run);
    private int seen;
    private volatile boolean isClosed;

    public Moments(Projection projection, Random random) {
        this.projection = projection;
        this.random = random;
        thread.start();
    }

    private void run() {
        while (!isClosed) {
            LockSupport.parkNanos((long) (random.nextDouble() * LONGEST_PAUSE.toNanos()));
            try {
                keep(projection.moment());
            } catch (SQLException e) {
                // It is one of the faults.
            }
        }
    }

    private void keep(Moment moment) {
        seen++;
        if (kept.size() < KEPT) {
            kept.add(moment);
        } else if (random.nextInt(seen) < KEPT) {
            kept.set(random.nextInt(KEPT), moment);
        }
    }

    /** Those that were kept; none is looked at any more. */
    public List<Moment> kept() throws InterruptedException {
        close();
        thread.join();
        return List.copyOf(kept);
    }

    @Override
    public void close() {
        isClosed = true;
        LockSupport.unpark(thread);
    }
}
