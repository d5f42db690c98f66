package dev.drover.api.query;

import dev.drover.api.query.HistoryPage.Place;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The events of servers, as the projection keeps them. */
public final class History {
    private final JdbcClient jdbc;

    public History(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** At most so many events that are older than the place, newest first. */
    List<Entry> find(long serverId, Place before, int atMost) {
        return jdbc.sql("select * from server_event where server_id = ? and (claim, sequence) < (?, ?)"
                        + " order by claim desc, sequence desc limit ?")
                .param(serverId)
                .param(before.claim())
                .param(before.sequence())
                .param(atMost)
                .query((row, _) -> new Entry(new Place(row.getLong("claim"), row.getLong("sequence")), json(row)))
                .list();
    }

    private static ObjectNode json(ResultSet row) throws SQLException {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("event_id", row.getString("event_id"))
                .put("type", row.getString("type"))
                .put(
                        "occurred_at",
                        row.getObject("occurred_at", OffsetDateTime.class)
                                .toInstant()
                                .toString())
                .put("worker_id", row.getString("worker_id"))
                .put("claim", row.getLong("claim"))
                .put("sequence", row.getLong("sequence"))
                .put("generation", row.getObject("generation", Long.class));
        String commandId = row.getString("command_id");
        if (commandId != null) {
            json.put("command_id", commandId);
        }
        SealedJson.parse(row.getString("detail")).properties().forEach(member -> {
            if (!json.has(member.getKey())) {
                json.set(member.getKey(), member.getValue());
            }
        });
        return json;
    }

    /** An event as clients read it, and where it stands. */
    record Entry(Place place, ObjectNode json) {}
}
