package dev.drover.benchmark.client;

import dev.drover.local.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** The projection's tables, over a connection of its own: what has become visible, without asking the API. One thread. */
public final class Projection implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(5);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Connection connection;

    public Projection(EmbeddedPostgres postgres) throws SQLException {
        connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), postgres.password());
    }

    /** By shard, the offset of the next event to be applied. */
    public Map<Integer, Long> applied() throws SQLException {
        Map<Integer, Long> offsets = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select shard, next_offset from projection_checkpoint")) {
            while (row.next()) {
                offsets.put(row.getInt(1), row.getLong(2));
            }
        }
        return offsets;
    }

    /** How many rows each table has. */
    public record Sizes(long servers, long outcomes, long catalogues, long events) {}

    public Sizes sizes() throws SQLException {
        return new Sizes(
                number("select count(*) from server_status"),
                number("select count(*) from command_outcome"),
                number("select count(*) from catalogue"),
                number("select count(*) from server_event"));
    }

    /** Of these servers, how many are said to have that status. */
    public int count(Collection<Long> ids, String status) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "select count(*) from server_status where server_id = any(?) and status = ?")) {
            statement.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
            statement.setString(2, status);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    /** Returns when all of them are said to have that status. */
    public void await(Collection<Long> ids, String status) throws SQLException {
        awaitThat(status + " servers", () -> count(ids, status) == ids.size());
    }

    /** @param ends by shard, the offset that the next event to be applied has, or is after */
    public void awaitApplied(Map<Integer, Long> ends) throws SQLException {
        awaitThat("the projection", () -> {
            Map<Integer, Long> applied = applied();
            return ends.entrySet().stream().allMatch(end -> applied.getOrDefault(end.getKey(), 0L) >= end.getValue());
        });
    }

    /** Returns when every command that was ever accepted has an outcome. */
    public void awaitNothingPending() throws SQLException {
        awaitThat(
                "outcomes of all commands",
                () -> number("select count(*) from command c left join command_outcome o using (command_id)"
                                + " where o.command_id is null")
                        == 0);
    }

    /** Holds up the projector until {@link #release}; 15 s at most, then it would call that an outage. */
    public void hold() throws SQLException {
        connection.setAutoCommit(false);
        number("select count(*) from (select * from projection_checkpoint order by shard for update) held");
    }

    public void release() throws SQLException {
        connection.commit();
        connection.setAutoCommit(true);
    }

    /** From now on commands that get an outcome are announced to this connection. */
    public void listen() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen drover_projection");
        }
    }

    /** The ids of commands whose outcomes have become visible, waiting a second at most. */
    public List<String> announced() throws SQLException {
        PGNotification[] notifications = connection.unwrap(PGConnection.class).getNotifications(1000);
        return notifications == null
                ? List.of()
                : List.of(notifications).stream()
                        .flatMap(each -> List.of(each.getParameter().split(" ")).stream())
                        .toList();
    }

    private interface Condition {
        boolean holds() throws SQLException;
    }

    private static void awaitThat(String what, Condition condition) throws SQLException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("waited in vain for " + what);
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
