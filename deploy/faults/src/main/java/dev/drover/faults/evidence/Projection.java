package dev.drover.faults.evidence;

import dev.drover.local.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The rows that the API keeps of the events, read past the API, over a connection for each look. */
public record Projection(EmbeddedPostgres postgres) {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<List<String>> NAMES = new TypeReference<>() {};

    /** Of each server. */
    public Map<Long, StatusRow> rows() throws SQLException {
        Map<Long, StatusRow> rows = new TreeMap<>();
        try (Connection connection = connect()) {
            servers(connection).forEach((id, row) -> rows.put(id, row.asStatus()));
        }
        return rows;
    }

    /** The rows, and which events are in them: both as of one moment. */
    public Moment moment() throws SQLException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            Map<Long, ServerRow> rows = servers(connection);
            return new Moment(Instant.now(), marks(connection), rows);
        }
    }

    private static Map<Integer, Moment.Mark> marks(Connection connection) throws SQLException {
        Map<Integer, Moment.Mark> marks = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select distinct on (shard) shard, claim, sequence, occurred_at"
                        + " from server_event order by shard, claim desc, sequence desc")) {
            while (row.next()) {
                marks.put(row.getInt(1), new Moment.Mark(row.getLong(2), row.getLong(3), time(row, "occurred_at")));
            }
        }
        return marks;
    }

    private static Map<Long, ServerRow> servers(Connection connection) throws SQLException {
        Map<Long, ServerRow> rows = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select s.*, c.names from server_status s left join catalogue c"
                        + " on c.server_id = s.server_id and c.kind = 'tools'")) {
            while (row.next()) {
                rows.put(row.getLong("server_id"), server(row));
            }
        }
        return rows;
    }

    private static ServerRow server(ResultSet row) throws SQLException {
        return new ServerRow(
                row.getLong("server_id"),
                row.getLong("app_id"),
                row.getString("desired_status"),
                row.getString("status"),
                time(row, "status_since"),
                row.getString("worker_id"),
                row.getObject("observed_generation", Long.class),
                row.getObject("pid", Long.class),
                row.getInt("restarts"),
                row.getString("protocol_version"),
                names(row.getString("names")),
                row.getInt("shard"),
                row.getLong("claim"),
                row.getLong("sequence"));
    }

    private static List<String> names(@Nullable String json) {
        return json == null ? List.of() : JSON.readValue(json, NAMES);
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
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
