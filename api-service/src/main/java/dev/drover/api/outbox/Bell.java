package dev.drover.api.outbox;

import dev.drover.api.database.Notifications;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Wakes the relay, in whichever replica it is. Rung after commits, never within them: PostgreSQL commits transactions that
 * notify one after the other, each waiting for the disk. A relay of another replica gets one notification at a time, for all
 * commits until then; a lost one costs a second, since the relay looks by itself. Any thread.
 */
public final class Bell implements Notifications.Subscriber {
    private static final Logger log = LoggerFactory.getLogger(Bell.class);
    private static final String CHANNEL = "drover_outbox";

    private final JdbcClient jdbc;
    private final AtomicInteger unannounced = new AtomicInteger();
    private final Semaphore rung = new Semaphore(0);
    private volatile boolean isRelayHere;

    public Bell(JdbcClient jdbc, Notifications notifications) {
        this.jdbc = jdbc;
        notifications.subscribe(CHANNEL, this);
    }

    /** Does not wait. */
    void ring() {
        if (isRelayHere) {
            rung.release();
        } else if (unannounced.getAndIncrement() == 0) {
            Thread.ofVirtual().name("outbox-bell").start(this::wakeTheOther);
        }
    }

    private void wakeTheOther() {
        int seen;
        do {
            seen = unannounced.get();
            try {
                jdbc.sql("select pg_notify(:channel, '')")
                        .param("channel", CHANNEL)
                        .query((_, _) -> true)
                        .single();
            } catch (DataAccessException e) {
                log.debug("the outbox's relay was not woken", e);
            }
        } while (!unannounced.compareAndSet(seen, 0));
    }

    /** Where the relay is. To be called by the relay, before it looks at the outbox first, and after it did last. */
    void relayIsHere(boolean isHere) {
        isRelayHere = isHere;
    }

    /** Returns when it is rung, or has been since this last returned, or after this long. */
    void await(Duration atMost) {
        try {
            var _ = rung.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS);
            rung.drainPermits();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void heard(String payload) {
        rung.release();
    }

    @Override
    public void missed() {
        rung.release();
    }
}
