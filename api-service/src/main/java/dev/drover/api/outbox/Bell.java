package dev.drover.api.outbox;

import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Wakes the relay, in whichever replica it is. Rung after commits, never within them: PostgreSQL commits transactions that
 * notify one after the other, each waiting for the disk. One notification at a time, for all commits until then; a lost
 * one costs a second, since the relay looks by itself. Any thread.
 */
final class Bell {
    private static final Logger log = LoggerFactory.getLogger(Bell.class);

    private final JdbcClient jdbc;
    private final AtomicInteger rung = new AtomicInteger();

    Bell(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Does not wait. */
    void ring() {
        if (rung.getAndIncrement() == 0) {
            Thread.ofVirtual().name("outbox-bell").start(this::wakeRelay);
        }
    }

    private void wakeRelay() {
        int seen;
        do {
            seen = rung.get();
            try {
                jdbc.sql("select pg_notify(:channel, '')")
                        .param("channel", Outbox.CHANNEL)
                        .query((_, _) -> true)
                        .single();
            } catch (DataAccessException e) {
                log.debug("the outbox's relay was not woken", e);
            }
        } while (!rung.compareAndSet(seen, 0));
    }
}
