package dev.drover.api.rebuild;

import dev.drover.api.rebuild.RebuildView.Difference;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What is known of rebuilds: rows of {@code projection_rebuild}, of which one at most is running. Thread-safe. */
public final class RebuildRows {
    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<List<Difference>> DIFFERENCES = new TypeReference<>() {};

    private final JdbcClient jdbc;

    public RebuildRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** False: one is running. */
    boolean begin(String startedBy) {
        return jdbc.sql("insert into projection_rebuild (state, started_by) values ('running', :by)"
                                + " on conflict do nothing")
                        .param("by", startedBy)
                        .update()
                == 1;
    }

    /** The id of the one that is running. */
    Optional<Long> running() {
        return jdbc.sql("select rebuild_id from projection_rebuild where state = 'running'")
                .query(Long.class)
                .optional();
    }

    void progress(long rebuildId, long events, long total) {
        jdbc.sql("update projection_rebuild set events = :events, total = :total where rebuild_id = :id")
                .param("events", events)
                .param("total", total)
                .param("id", rebuildId)
                .update();
    }

    void runningFailed(String error) {
        jdbc.sql("update projection_rebuild set state = 'failed', error = :error, finished_at = now()"
                        + " where state = 'running'")
                .param("error", error)
                .update();
    }

    /** In the transaction that swaps the tables. */
    static void done(JdbcClient swapping, long rebuildId, long total, Differences found) {
        swapping.sql("""
                update projection_rebuild set state = 'done', finished_at = now(), events = :total, total = :total,
                    differences = :differences, examples = :examples::jsonb where rebuild_id = :id""")
                .param("total", total)
                .param("differences", found.count())
                .param("examples", JSON.writeValueAsString(found.examples()))
                .param("id", rebuildId)
                .update();
    }

    RebuildView last() {
        return jdbc.sql("select * from projection_rebuild order by rebuild_id desc limit 1")
                .query((row, _) -> view(row))
                .optional()
                .orElse(RebuildView.NONE);
    }

    private static RebuildView view(ResultSet row) throws SQLException {
        String examples = row.getString("examples");
        return new RebuildView(
                row.getString("state"),
                row.getLong("events"),
                row.getLong("total"),
                moment(row, "started_at"),
                moment(row, "finished_at"),
                row.getObject("differences", Long.class),
                examples == null ? List.of() : JSON.readValue(examples, DIFFERENCES),
                row.getString("error"));
    }

    private static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
