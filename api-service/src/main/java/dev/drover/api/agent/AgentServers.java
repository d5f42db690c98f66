package dev.drover.api.agent;

import dev.drover.api.problem.Problem;
import dev.drover.api.tenant.Caller;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The servers of agents: those that they are associated with, and those of the configurations. */
public final class AgentServers {
    /** An association with a server itself stands above one with its configuration. */
    private static final String SELECT = """
            select a.agent_id, a.server_id as target_id, s.app_id, s.name, a.description, a.tools, a.start_on_demand
            from (select agent_id, server_id, description, tools, start_on_demand from agent_server
                  union all
                  select c.agent_id, m.server_id, c.description, c.tools, c.start_on_demand
                  from agent_config c join server m on m.config_id = c.config_id
                  where not exists (select 1 from agent_server d
                                    where d.agent_id = c.agent_id and d.server_id = m.server_id)) a
            join server s on s.server_id = a.server_id
            where a.agent_id = :agent and (:app is null or s.app_id = :app)""";

    private final JdbcClient jdbc;

    public AgentServers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @throws Problem 404 if there is none that the caller sees */
    AgentServer find(Caller caller, String agentId, long serverId) {
        return jdbc.sql(SELECT + " and a.server_id = :server")
                .param("agent", agentId)
                .param("app", caller.appId(), Types.BIGINT)
                .param("server", serverId)
                .query((row, _) -> Association.read(row).as(AgentServer::new))
                .optional()
                .orElseThrow(Target.SERVER::notAssociated);
    }

    /**
     * All of an agent, by id.
     *
     * @throws Problem 404 if it has none that the caller sees; 400 if they are of several apps and the request names none:
     *     names of servers are unique within one
     */
    List<AgentServer> of(Caller caller, String agentId) {
        List<AgentServer> found = jdbc.sql(SELECT + " order by a.server_id")
                .param("agent", agentId)
                .param("app", caller.appId(), Types.BIGINT)
                .query((row, _) -> Association.read(row).as(AgentServer::new))
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

    /** Of these, the one whose tools' names begin like this one. */
    static Optional<AgentServer> named(List<AgentServer> servers, String tool) {
        return servers.stream()
                .filter(server -> tool.startsWith(ToolNames.server(server.name(), server.serverId()) + "__"))
                .findFirst();
    }
}
