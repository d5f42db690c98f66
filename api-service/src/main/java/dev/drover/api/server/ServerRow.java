package dev.drover.api.server;

import dev.drover.api.definition.StoredDefinition;
import dev.drover.api.fleet.Owners;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a row of {@link ServerViews}' query. */
final class ServerRow {
    private final JsonMapper json;

    ServerRow(JsonMapper json) {
        this.json = json;
    }

    ServerView read(ResultSet row, Owners owners) throws SQLException {
        StoredDefinition definition = json.readValue(row.getString("definition"), StoredDefinition.class);
        Map<String, SecretView> secrets = secrets(row.getString("secrets"));
        boolean isRemote = definition.url() != null;
        return new ServerView(
                row.getLong("server_id"),
                row.getLong("app_id"),
                row.getLong("generation"),
                row.getString("name"),
                row.getString("description"),
                row.getObject("config_id", Long.class),
                definition,
                isRemote ? null : secrets,
                isRemote ? secrets : null,
                state(row, owners),
                instant(row, "created_at"),
                instant(row, "updated_at"));
    }

    private StatusView state(ResultSet row, Owners owners) throws SQLException {
        OffsetDateTime nextAttempt = row.getObject("next_attempt_at", OffsetDateTime.class);
        return new StatusView(
                row.getObject("observed_generation", Long.class),
                row.getString("desired"),
                Observed.in(row).shown(owners),
                instant(row, "status_since"),
                row.getObject("pid", Long.class),
                row.getString("worker_id"),
                row.getInt("restarts"),
                nextAttempt == null ? null : nextAttempt.toInstant(),
                row.getString("protocol_version"),
                info(json(row.getString("server_info"))),
                json(row.getString("capabilities")),
                row.getObject("tool_count", Integer.class),
                error(json(row.getString("last_error"))));
    }

    private static @Nullable ServerInfo info(@Nullable JsonNode info) {
        return info == null
                ? null
                : new ServerInfo(
                        info.path("name").asString(""), info.path("version").asString(""));
    }

    private static @Nullable LastError error(@Nullable JsonNode error) {
        return error == null ? null : LastError.of(error);
    }

    private Map<String, SecretView> secrets(@Nullable String text) {
        Map<String, SecretView> secrets = new TreeMap<>();
        if (text != null) {
            json.readTree(text)
                    .forEachEntry((name, millis) ->
                            secrets.put(name, new SecretView(true, Instant.ofEpochMilli(millis.asLong()))));
        }
        return secrets;
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private @Nullable JsonNode json(@Nullable String text) {
        return text == null ? null : json.readTree(text);
    }
}
