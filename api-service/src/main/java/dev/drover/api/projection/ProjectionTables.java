package dev.drover.api.projection;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.RowMapper;

/** What a batch needs to know of the tables, and the checkpoints. Every method runs in the caller's transaction. */
final class ProjectionTables {
    private static final RowMapper<ServerView> VIEW = (row, _) -> new ServerView(
            row.getLong("server_id"),
            row.getLong("app_id"),
            row.getString("desired_status"),
            row.getObject("observed_generation", Long.class),
            run(row),
            new Mark(row.getString("worker_id"), row.getInt("shard"), row.getLong("claim"), row.getLong("sequence")));

    private final JdbcTemplate jdbc;

    ProjectionTables(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The checkpoints of these shards, locked until the transaction ends: one writer a shard. New ones begin at 0. */
    Map<Integer, Checkpoint> lock(Set<Integer> shards, String topicId) {
        Map<Integer, Checkpoint> locked = select(shards);
        if (locked.size() < shards.size()) {
            jdbc.update(
                    "insert into projection_checkpoint (shard, next_offset, topic_id)"
                            + " select shard, 0, ? from unnest(?) shard order by shard on conflict do nothing",
                    statement -> {
                        statement.setString(1, topicId);
                        statement.setArray(2, array(statement, "int", shards));
                    });
            locked = select(shards);
        }
        return locked;
    }

    private Map<Integer, Checkpoint> select(Set<Integer> shards) {
        Map<Integer, Checkpoint> found = new HashMap<>();
        jdbc.query(
                "select shard, next_offset, topic_id from projection_checkpoint where shard = any(?)"
                        + " order by shard for update",
                with("int", shards),
                row -> {
                    found.put(row.getInt(1), new Checkpoint(row.getInt(1), row.getLong(2), row.getString(3)));
                });
        return found;
    }

    void move(Collection<Checkpoint> checkpoints) {
        jdbc.batchUpdate(
                "update projection_checkpoint set next_offset = ?, topic_id = ? where shard = ?",
                checkpoints,
                checkpoints.size(),
                (statement, checkpoint) -> {
                    statement.setLong(1, checkpoint.nextOffset());
                    statement.setString(2, checkpoint.topicId());
                    statement.setInt(3, checkpoint.shard());
                });
    }

    /** The rows of a shard whose log was made anew: whatever the new log says is newer than they are. */
    void outdate(int shard) {
        jdbc.update("update server_status set claim = -1, sequence = -1 where shard = ?", shard);
    }

    Map<Long, ServerView> views(Set<Long> serverIds) {
        Map<Long, ServerView> found = new HashMap<>();
        jdbc.query("select * from server_status where server_id = any(?)", with("bigint", serverIds), VIEW)
                .forEach(view -> found.put(view.serverId(), view));
        return found;
    }

    /** Those of the servers whose removal is in the history. */
    Set<Long> removed(Set<Long> serverIds) {
        if (serverIds.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(jdbc.query(
                "select distinct server_id from server_event where server_id = any(?) and type = 'server_removed'",
                with("bigint", serverIds),
                (row, _) -> row.getLong(1)));
    }

    private static RunView run(ResultSet row) throws SQLException {
        return new RunView(
                row.getString("status"),
                row.getObject("status_since", OffsetDateTime.class).toInstant(),
                row.getObject("pid", Long.class),
                row.getInt("restarts"),
                instant(row.getObject("next_attempt_at", OffsetDateTime.class)),
                row.getString("protocol_version"),
                row.getString("server_info"),
                row.getString("capabilities"),
                row.getString("last_error"));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    static @Nullable OffsetDateTime utc(@Nullable Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }

    static PreparedStatementSetter with(String type, Collection<?> values) {
        return statement -> statement.setArray(1, array(statement, type, values));
    }

    private static Array array(PreparedStatement statement, String type, Collection<?> values) throws SQLException {
        return statement.getConnection().createArrayOf(type, values.toArray());
    }
}
