package dev.drover.api.access;

import dev.drover.api.database.OwnConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Hears from all replicas that keys or apps have changed, on a thread and a connection of its own. What was read in an
 * earlier epoch may be wrong; while the connection does not prove each second that it works, nothing may be remembered.
 */
public final class AccessChanges implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(AccessChanges.class);
    private static final String CHANNEL = "drover_access";
    private static final int LOOK_MS = 1_000;
    private static final Duration DEAF = Duration.ofSeconds(3);

    private final OwnConnection database;
    private final JdbcClient jdbc;
    private final AtomicLong epoch = new AtomicLong();
    private final AtomicLong heardAt = new AtomicLong(System.nanoTime() - DEAF.toNanos());
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable Thread thread;

    public AccessChanges(OwnConnection database, JdbcClient jdbc) {
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
    public void start() {
        thread = Thread.ofPlatform().name("access-changes").daemon().start(this::run);
    }

    private void run() {
        boolean warned = false;
        while (!isStopping(0)) {
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
            if (isStopping(LOOK_MS)) {
                return;
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen " + CHANNEL);
            // What was sent while nobody listened is lost.
            begin();
            while (!isStopping(0)) {
                long asked = System.nanoTime();
                statement.execute("select 1");
                heardAt.set(asked);
                if (connection.unwrap(PGConnection.class).getNotifications(LOOK_MS).length > 0) {
                    begin();
                }
            }
        }
    }

    private boolean isStopping(int withinMillis) {
        try {
            return stopped.await(withinMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void stop() {
        stopped.countDown();
        Thread listener = thread;
        try {
            if (listener != null) {
                var _ = listener.join(DEAF);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null && stopped.getCount() > 0;
    }
}
