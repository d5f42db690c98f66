package dev.drover.api.config;

import dev.drover.api.page.Page;
import dev.drover.api.page.PageRequest;
import dev.drover.api.tenant.Caller;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Reads configurations; another app's is not there. */
final class ConfigRows {
    private static final String SELECT = """
            select config_id, app_id, name, protocol_version, config_data::text, created_at, updated_at
            from mcp_config where (:app is null or app_id = :app) and\s""";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    ConfigRows(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** Until the transaction ends nobody else changes it; its app. */
    Optional<Long> lock(Caller caller, long configId) {
        return jdbc.sql("select app_id from mcp_config where config_id = :id and (:app is null or app_id = :app)"
                        + " for update")
                .param("id", configId)
                .param("app", caller.appId(), Types.BIGINT)
                .query(Long.class)
                .optional();
    }

    Optional<ConfigView> find(Caller caller, long configId) {
        return jdbc.sql(SELECT + "config_id = :id")
                .param("app", caller.appId(), Types.BIGINT)
                .param("id", configId)
                .query((row, _) -> read(row))
                .optional();
    }

    Page<ConfigView> list(Caller caller, PageRequest page) {
        List<ConfigView> found = jdbc.sql(SELECT + "config_id > :after order by config_id limit :limit")
                .param("app", caller.appId(), Types.BIGINT)
                .param("after", page.after())
                .param("limit", page.limit() + 1)
                .query((row, _) -> read(row))
                .list();
        return Page.of(found, page.limit(), ConfigView::configId);
    }

    /** By their entries' names; those that are being removed are none any more. */
    Map<String, Long> servers(long configId) {
        Map<String, Long> servers = new LinkedHashMap<>();
        jdbc.sql("select config_entry, server_id from server where config_id = :id and desired_status <> 'removed'"
                        + " order by server_id")
                .param("id", configId)
                .query(row -> {
                    servers.put(row.getString(1), row.getLong(2));
                });
        return servers;
    }

    private ConfigView read(ResultSet row) throws SQLException {
        long id = row.getLong("config_id");
        return new ConfigView(
                id,
                row.getLong("app_id"),
                row.getString("name"),
                row.getString("protocol_version"),
                json.readTree(row.getString("config_data")),
                servers(id),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }
}
