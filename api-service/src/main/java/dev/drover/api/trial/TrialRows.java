package dev.drover.api.trial;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The servers of trials, which have no row among the servers, and their events. */
final class TrialRows {
    private final JdbcClient jdbc;
    private final JsonMapper json;

    TrialRows(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** A trial whose server is still there, as far as is known. */
    record Trial(long serverId, long appId) {}

    /** An event of a trial's server. */
    record Happened(String type, Instant at, JsonNode detail) {}

    /** @param sweepAfter when it is left over, should it still be there */
    Trial insert(long appId, Duration sweepAfter) {
        return jdbc.sql("""
                insert into trial (app_id, sweep_at) values (:app, now() + make_interval(secs => :after))
                returning server_id""")
                .param("app", appId)
                .param("after", sweepAfter.toSeconds())
                .query((row, _) -> new Trial(row.getLong(1), appId))
                .single();
    }

    /** Those that are left over, locked; their next sweep is put off by so much. */
    List<Trial> takeLeftOver(Duration nextAfter) {
        return jdbc.sql("""
                update trial set sweep_at = now() + make_interval(secs => :after)
                where server_id in (select server_id from trial where sweep_at < now() for update skip locked)
                returning server_id, app_id""")
                .param("after", nextAfter.toSeconds())
                .query((row, _) -> new Trial(row.getLong(1), row.getLong(2)))
                .list();
    }

    /** Of what nobody has ever heard of in so long a time, nothing is left to remove. */
    void forgetOlderThan(Duration age) {
        jdbc.sql("delete from trial where created_at < now() - make_interval(secs => :age)")
                .param("age", age.toSeconds())
                .update();
    }

    /** Oldest first. */
    List<Happened> events(long serverId) {
        return jdbc.sql("select type, occurred_at, detail::text from server_event where server_id = :id"
                        + " order by claim, sequence")
                .param("id", serverId)
                .query((row, _) -> new Happened(
                        row.getString(1),
                        row.getObject(2, OffsetDateTime.class).toInstant(),
                        json.readTree(row.getString(3))))
                .list();
    }
}
