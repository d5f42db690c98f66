package dev.drover.api.agent;

import dev.drover.api.audit.ApiEvents;
import dev.drover.api.problem.Problem;
import dev.drover.api.server.ServerProblems;
import dev.drover.api.tenant.Caller;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Which servers agents may use. An association is seen by who sees its server. */
public final class Associations {
    private static final String SELECT = """
            select a.agent_id, a.server_id, s.app_id, s.name, a.description, a.tools, a.start_on_demand
            from (select agent_id, server_id, description, tools, start_on_demand from agent_server
                  union all
                  select c.agent_id, m.server_id, c.description, c.tools, c.start_on_demand
                  from agent_config c join server m on m.config_id = c.config_id
                  where not exists (select 1 from agent_server d
                                    where d.agent_id = c.agent_id and d.server_id = m.server_id)) a
            join server s on s.server_id = a.server_id
            where a.agent_id = :agent and (:app is null or s.app_id = :app)""";

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final ApiEvents events;

    public Associations(JdbcClient jdbc, TransactionTemplate transactions, ApiEvents events) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.events = events;
    }

    /** @throws Problem 404 if there is no such server, or the caller must not see it */
    AgentServer put(Caller caller, String agentId, long serverId, AssociationRequest request) {
        return transactions.execute(_ -> {
            write(caller, agentId, serverId, request);
            AgentServer written = find(caller, agentId, serverId);
            events.done(caller.name(), written.appId(), serverId, "agent_server_put");
            return written;
        });
    }

    private void write(Caller caller, String agentId, long serverId, AssociationRequest request) {
        List<String> tools = request.checkedTools();
        int written = jdbc.sql("""
                insert into agent_server (agent_id, server_id, description, tools, start_on_demand)
                select :agent, server_id, :description, cast(:tools as text[]), :start from server
                where server_id = :server and (:app is null or app_id = :app)
                on conflict (agent_id, server_id) do update set description = excluded.description,
                    tools = excluded.tools, start_on_demand = excluded.start_on_demand, updated_at = now()""")
                .param("agent", agentId)
                .param("server", serverId)
                .param("app", caller.appId(), Types.BIGINT)
                .param("description", request.checkedDescription())
                .param("tools", tools == null ? null : tools.toArray(new String[0]), Types.ARRAY)
                .param("start", request.starts())
                .update();
        if (written == 0) {
            throw ServerProblems.notFound();
        }
    }

    /** @throws Problem 404 if there is none that the caller sees */
    AgentServer find(Caller caller, String agentId, long serverId) {
        return jdbc.sql(SELECT + " and a.server_id = :server")
                .param("agent", agentId)
                .param("app", caller.appId(), Types.BIGINT)
                .param("server", serverId)
                .query((row, _) -> read(row))
                .optional()
                .orElseThrow(Associations::notFound);
    }

    /** @throws Problem 404 if there is none that the caller sees */
    void delete(Caller caller, String agentId, long serverId) {
        transactions.executeWithoutResult(_ -> {
            AgentServer present = find(caller, agentId, serverId);
            erase(caller, agentId, serverId);
            events.done(caller.name(), present.appId(), serverId, "agent_server_deleted");
        });
    }

    private void erase(Caller caller, String agentId, long serverId) {
        int deleted = jdbc.sql("""
                delete from agent_server a using server s where s.server_id = a.server_id and a.agent_id = :agent
                    and a.server_id = :server and (:app is null or s.app_id = :app)""")
                .param("agent", agentId)
                .param("server", serverId)
                .param("app", caller.appId(), Types.BIGINT)
                .update();
        if (deleted == 0) {
            throw notFound();
        }
    }

    /**
     * All servers of an agent, by id.
     *
     * @throws Problem 404 if it has none that the caller sees; 400 if they are of several apps and the request names none:
     *     names of servers are unique within one
     */
    List<AgentServer> of(Caller caller, String agentId) {
        List<AgentServer> found = jdbc.sql(SELECT + " order by a.server_id")
                .param("agent", agentId)
                .param("app", caller.appId(), Types.BIGINT)
                .query((row, _) -> read(row))
                .list();
        if (found.isEmpty()) {
            throw new Problem(
                    HttpStatus.NOT_FOUND,
                    "agent_not_found",
                    "No server is associated with this agent.",
                    "PUT /internal/agents/{agent_id}/mcp_servers/{server_id} associates one.");
        }
        if (found.stream().map(AgentServer::appId).distinct().count() > 1) {
            throw new Problem(
                    HttpStatus.BAD_REQUEST,
                    "app_required",
                    "The agent has servers of several apps.",
                    "Name one with X-App-Id or app_id.");
        }
        return found;
    }

    private static AgentServer read(ResultSet row) throws SQLException {
        Array tools = row.getArray("tools");
        return new AgentServer(
                row.getString("agent_id"),
                row.getLong("server_id"),
                row.getLong("app_id"),
                row.getString("name"),
                row.getString("description"),
                tools == null ? null : List.of((String[]) tools.getArray()),
                row.getBoolean("start_on_demand"));
    }

    static Optional<AgentServer> named(List<AgentServer> servers, String name) {
        return servers.stream()
                .filter(server -> name.startsWith(ToolNames.server(server.name(), server.serverId()) + "__"))
                .findFirst();
    }

    private static Problem notFound() {
        return new Problem(
                HttpStatus.NOT_FOUND, "association_not_found", "The agent is not associated with a server of this id.");
    }
}
