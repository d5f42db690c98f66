package dev.drover.api.agent;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** That an agent may use a server, or whatever servers a configuration has. */
record Association(
        String agentId,
        long targetId,
        long appId,
        String name,
        String description,
        @Nullable List<String> tools,
        boolean startOnDemand) {

    static Association read(ResultSet row) throws SQLException {
        Array tools = row.getArray("tools");
        return new Association(
                row.getString("agent_id"),
                row.getLong("target_id"),
                row.getLong("app_id"),
                row.getString("name"),
                row.getString("description"),
                tools == null ? null : List.of((String[]) tools.getArray()),
                row.getBoolean("start_on_demand"));
    }

    /** As a client sees it, to whom the target is a server or a configuration. */
    <T> T as(Form<T> form) {
        return form.make(agentId, targetId, appId, name, description, tools, startOnDemand);
    }

    interface Form<T> {
        T make(
                String agentId,
                long targetId,
                long appId,
                String name,
                String description,
                @Nullable List<String> tools,
                boolean startOnDemand);
    }
}
