package dev.drover.api.access;

import dev.drover.api.database.OwnConnection;
import dev.drover.api.thread.OwnThread;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Hears from all replicas that keys or apps have changed, on a thread and a connection of its own. What was read in an
 * earlier epoch may be wrong; while the connection does not prove each second that it works, nothing may be remembered.
 */
public final class AccessChanges extends OwnThread {
    private static final Logger log = LoggerFactory.getLogger(AccessChanges.class);
    private static final String CHANNEL = "drover_access";
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration DEAF = Duration.ofSeconds(3);

    private final OwnConnection database;
    private final JdbcClient jdbc;
    private final AtomicLong epoch = new AtomicLong();
    private final AtomicLong heardAt = new AtomicLong(System.nanoTime() - DEAF.toNanos());

    public AccessChanges(OwnConnection database, JdbcClient jdbc) {
        super("access-changes", DEAF);
        this.database = database;
        this.jdbc = jdbc;
    }

    /** What is read now belongs to this epoch; empty: a change may have gone unheard. */
    OptionalLong epoch() {
        // The order matters: an epoch that begins after this read is not the one that is answered.
        long present = epoch.get();
        return System.nanoTime() - heardAt.get() < DEAF.toNanos() ? OptionalLong.of(present) : OptionalLong.empty();
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
    protected void work() {
        boolean warned = false;
        while (!isStopping()) {
            try (Connection connection = database.open("drover-access")) {
                listen(connection);
            } catch (SQLException e) {
                if (!warned) {
                    log.warn(
                            "not listening for changes of keys, which are read in each request until then: {}",
                            e.getMessage());
                    warned = true;
                }
            }
            if (isStoppingWithin(LOOK)) {
                return;
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen " + CHANNEL);
            // What was sent while nobody listened is lost.
            begin();
            while (!isStopping()) {
                long asked = System.nanoTime();
                statement.execute("select 1");
                heardAt.set(asked);
                if (connection.unwrap(PGConnection.class).getNotifications((int) LOOK.toMillis()).length > 0) {
                    begin();
                }
            }
        }
    }
}
