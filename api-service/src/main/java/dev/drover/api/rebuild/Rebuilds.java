package dev.drover.api.rebuild;

import dev.drover.api.database.OwnConnection;
import dev.drover.api.thread.OwnThread;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Does rebuilds that somebody has asked for, or that a replica which is gone has begun: one replica at a time, by
 * advisory lock. An outage holds a rebuild up; it goes on where it was.
 */
public final class Rebuilds extends OwnThread {
    private static final Logger log = LoggerFactory.getLogger(Rebuilds.class);

    /** Names the rebuild among the database's advisory locks: "mcprebld" in ASCII. */
    private static final long LOCK = 0x6d63707265626c64L;

    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration JOIN = Duration.ofSeconds(5);

    /** Comparing and swapping take longer than any other statement. */
    private static final Duration LONGEST_STATEMENT = Duration.ofMinutes(10);

    /**
     * Classes of SQLSTATE that say nothing of what was asked: no connection, a standby, a rollback, no resources, somebody
     * else's lock or a shutdown, the disk.
     */
    private static final Set<String> PASSING = Set.of("08", "25", "40", "53", "55", "57", "58");

    private final RebuildRows rows;
    private final OwnConnection database;
    private final Map<String, Object> kafka;
    private final Supplier<String> topicIds;
    private final Semaphore bell = new Semaphore(0);

    /**
     * @param kafka where the brokers are, and how to log in
     * @param topicIds asks for the id that the events' topic has now
     */
    public Rebuilds(RebuildRows rows, OwnConnection database, Map<String, Object> kafka, Supplier<String> topicIds) {
        super("projection-rebuild", JOIN);
        this.rows = rows;
        this.database = database;
        this.kafka = Map.copyOf(kafka);
        this.topicIds = topicIds;
    }

    /** There is something to do. Any thread. */
    @Override
    protected void wake() {
        bell.release();
    }

    @Override
    protected void work() {
        try {
            while (!isStopping()) {
                look();
                boolean _ = bell.tryAcquire(LOOK.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            Optional<Long> running = rows.running();
            if (running.isPresent()) {
                rebuild(running.get());
            }
        } catch (SQLException | KafkaException | DataAccessException | TransactionException e) {
            Throwable cause = NestedExceptionUtils.getMostSpecificCause(e);
            if (mayPass(cause)) {
                log.warn(
                        "The rebuild of the projection stands still and goes on in {} s: {}",
                        LOOK.toSeconds(),
                        cause.getMessage());
            } else {
                failed(String.valueOf(cause.getMessage()), cause);
            }
        } catch (RuntimeException e) {
            failed(e.toString(), e);
        }
    }

    /** Whether trying again may help: what the database's user may not do, or a statement that is wrong, stays so. */
    private static boolean mayPass(Throwable cause) {
        return !(cause instanceof SQLException refused)
                || refused.getSQLState() == null
                || PASSING.stream().anyMatch(refused.getSQLState()::startsWith);
    }

    private void failed(String reason, Throwable cause) {
        log.error("The projection cannot be made anew", cause);
        try {
            rows.runningFailed(reason);
        } catch (DataAccessException e) {
            log.warn("It is tried again, since nobody could be told that it failed: {}", e.getMessage());
        }
    }

    private void rebuild(long rebuildId) throws SQLException {
        try (Connection connection = database.open("drover-rebuild")) {
            if (!lock(connection)) {
                return;
            }
            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(LONGEST_STATEMENT.toMillis()));
            try (Rebuild rebuild = Rebuild.open(rebuildId, connection, kafka, topicIds.get())) {
                rebuild.run(rows, this::isStopping);
            }
        }
    }

    private static boolean lock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_try_advisory_lock(" + LOCK + ")")) {
            return row.next() && row.getBoolean(1);
        }
    }
}
