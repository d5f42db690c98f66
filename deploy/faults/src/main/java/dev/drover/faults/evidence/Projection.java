package dev.drover.faults.evidence;

import dev.drover.local.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/** The rows that the API keeps of the events, read past the API, over a connection for each look. */
public record Projection(EmbeddedPostgres postgres) {

    /** Of each server. */
    public Map<Long, StatusRow> rows() throws SQLException {
        try (Connection connection = connect()) {
            return rows(connection);
        }
    }

    /** The rows, and which events are in them: both as of one moment. */
    public Moment moment() throws SQLException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            return new Moment(marks(connection), rows(connection));
        }
    }

    private static Map<Integer, Moment.Mark> marks(Connection connection) throws SQLException {
        Map<Integer, Moment.Mark> marks = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select distinct on (shard) shard, claim, sequence"
                        + " from server_event order by shard, claim desc, sequence desc")) {
            while (row.next()) {
                marks.put(row.getInt(1), new Moment.Mark(row.getLong(2), row.getLong(3)));
            }
        }
        return marks;
    }

    private static Map<Long, StatusRow> rows(Connection connection) throws SQLException {
        Map<Long, StatusRow> rows = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select server_id, desired_status, status, worker_id, pid from server_status")) {
            while (row.next()) {
                long id = row.getLong(1);
                rows.put(
                        id,
                        new StatusRow(
                                id,
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getObject(5, Long.class)));
            }
        }
        return rows;
    }

    /** What each command came to. */
    public Map<String, String> outcomes() throws SQLException {
        Map<String, String> outcomes = new TreeMap<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select command_id, outcome from command_outcome")) {
            while (row.next()) {
                outcomes.put(row.getString(1), row.getString(2));
            }
        }
        return outcomes;
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), postgres.password());
    }
}
