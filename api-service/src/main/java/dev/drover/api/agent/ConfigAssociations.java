package dev.drover.api.agent;

import dev.drover.api.audit.ApiEvents;
import dev.drover.api.problem.Problem;
import dev.drover.api.tenant.Caller;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Which configurations agents may use. An association is seen by who sees its configuration. */
public final class ConfigAssociations {
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final ApiEvents events;

    public ConfigAssociations(JdbcClient jdbc, TransactionTemplate transactions, ApiEvents events) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.events = events;
    }

    /** @throws Problem 404 if there is no such configuration, or the caller must not see it */
    AgentConfig put(Caller caller, String agentId, long configId, AssociationRequest request) {
        return transactions.execute(_ -> {
            write(caller, agentId, configId, request);
            AgentConfig written = find(caller, agentId, configId);
            events.done(caller.name(), written.appId(), null, "agent_config_put");
            return written;
        });
    }

    private void write(Caller caller, String agentId, long configId, AssociationRequest request) {
        List<String> tools = request.checkedTools();
        int written = jdbc.sql("""
                insert into agent_config (agent_id, config_id, description, tools, start_on_demand)
                select :agent, config_id, :description, cast(:tools as text[]), :start from mcp_config
                where config_id = :config and (:app is null or app_id = :app)
                on conflict (agent_id, config_id) do update set description = excluded.description,
                    tools = excluded.tools, start_on_demand = excluded.start_on_demand, updated_at = now()""")
                .param("agent", agentId)
                .param("config", configId)
                .param("app", caller.appId(), Types.BIGINT)
                .param("description", request.checkedDescription())
                .param("tools", tools == null ? null : tools.toArray(new String[0]), Types.ARRAY)
                .param("start", request.starts())
                .update();
        if (written == 0) {
            throw new Problem(HttpStatus.NOT_FOUND, "config_not_found", "There is no configuration with this id.");
        }
    }

    /** @throws Problem 404 if there is none that the caller sees */
    AgentConfig find(Caller caller, String agentId, long configId) {
        return jdbc.sql("""
                select a.agent_id, a.config_id, c.app_id, c.name, a.description, a.tools, a.start_on_demand
                from agent_config a join mcp_config c on c.config_id = a.config_id
                where a.agent_id = :agent and a.config_id = :config and (:app is null or c.app_id = :app)""")
                .param("agent", agentId)
                .param("config", configId)
                .param("app", caller.appId(), Types.BIGINT)
                .query((row, _) -> read(row))
                .optional()
                .orElseThrow(ConfigAssociations::notFound);
    }

    /** @throws Problem 404 if there is none that the caller sees */
    void delete(Caller caller, String agentId, long configId) {
        transactions.executeWithoutResult(_ -> {
            AgentConfig present = find(caller, agentId, configId);
            erase(caller, agentId, configId);
            events.done(caller.name(), present.appId(), null, "agent_config_deleted");
        });
    }

    private void erase(Caller caller, String agentId, long configId) {
        int deleted = jdbc.sql("""
                delete from agent_config a using mcp_config c where c.config_id = a.config_id and a.agent_id = :agent
                    and a.config_id = :config and (:app is null or c.app_id = :app)""")
                .param("agent", agentId)
                .param("config", configId)
                .param("app", caller.appId(), Types.BIGINT)
                .update();
        if (deleted == 0) {
            throw notFound();
        }
    }

    private static AgentConfig read(ResultSet row) throws SQLException {
        Array tools = row.getArray("tools");
        return new AgentConfig(
                row.getString("agent_id"),
                row.getLong("config_id"),
                row.getLong("app_id"),
                row.getString("name"),
                row.getString("description"),
                tools == null ? null : List.of((String[]) tools.getArray()),
                row.getBoolean("start_on_demand"));
    }

    private static Problem notFound() {
        return new Problem(
                HttpStatus.NOT_FOUND,
                "association_not_found",
                "The agent is not associated with a configuration of this id.");
    }
}
