package dev.drover.api.access;

import dev.drover.api.database.Notifications;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Hears from all replicas that keys or apps have changed. What was read in an earlier epoch may be wrong; while nobody is
 * sure to be heard, nothing may be remembered. Any thread.
 */
public final class AccessChanges implements Notifications.Subscriber {
    private static final String CHANNEL = "drover_access";

    private final Notifications notifications;
    private final JdbcClient jdbc;
    private final AtomicLong epoch = new AtomicLong();

    public AccessChanges(Notifications notifications, JdbcClient jdbc) {
        this.notifications = notifications;
        this.jdbc = jdbc;
        notifications.subscribe(CHANNEL, this);
    }

    /** What is read now belongs to this epoch; empty: a change may have gone unheard. */
    OptionalLong epoch() {
        // The order matters: an epoch that begins after this read is not the one that is answered.
        long present = epoch.get();
        return notifications.isHearing() ? OptionalLong.of(present) : OptionalLong.empty();
    }

    /** Has the other replicas told, when the caller's transaction commits. */
    public void announce() {
        jdbc.sql("select pg_notify(:channel, '')")
                .param("channel", CHANNEL)
                .query((_, _) -> true)
                .single();
    }

    /** Begins an epoch here without waiting to be told; to be called after the commit. */
    public void begin() {
        epoch.incrementAndGet();
    }

    @Override
    public void heard(String payload) {
        begin();
    }

    @Override
    public void missed() {
        begin();
    }
}
