package dev.drover.api.agent;

import dev.drover.api.command.ManagementCommand;
import dev.drover.api.command.OutcomeWait;
import dev.drover.api.problem.Problem;
import dev.drover.api.query.CatalogueController;
import dev.drover.api.query.QueryController;
import dev.drover.api.query.QueryController.CallRequest;
import dev.drover.api.server.ServerViews;
import dev.drover.api.server.Servers;
import dev.drover.api.tenant.Caller;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;

/** Calls tools by the names that agents have for them. Any request's thread, which waits for the answer. */
public final class AgentCalls {
    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    private final AgentServers agents;
    private final CatalogueController catalogues;
    private final QueryController queries;
    private final ServerViews views;
    private final Servers servers;
    private final OutcomeWait outcomes;

    public AgentCalls(
            AgentServers agents,
            CatalogueController catalogues,
            QueryController queries,
            ServerViews views,
            Servers servers,
            OutcomeWait outcomes) {
        this.agents = agents;
        this.catalogues = catalogues;
        this.queries = queries;
        this.views = views;
        this.servers = servers;
        this.outcomes = outcomes;
    }

    /** @throws Problem 404 if the agent has no tool of this name; or as the server's own call would end */
    JsonNode call(Caller caller, String agentId, String name, @Nullable CallRequest request) {
        AgentServer server =
                AgentServers.named(agents.of(caller, agentId), name).orElseThrow(() -> unknown(name));
        if (server.startOnDemand()) {
            start(caller, server, name);
        }
        String tool = tool(caller, server, name);
        if (!server.mayUse(tool)) {
            throw unknown(name);
        }
        return queries.callTool(caller, server.serverId(), tool, request);
    }

    private void start(Caller caller, AgentServer server, String name) {
        long serverId = server.serverId();
        boolean rests = views.find(caller, serverId)
                .map(view -> view.state().status())
                .filter(status -> status.equals("stopped") || status.equals("failed"))
                .isPresent();
        if (rests) {
            if (!mayBeTool(caller, server, name)) {
                throw unknown(name);
            }
            var taken = servers.command(caller, serverId, new ManagementCommand.Start());
            var _ = outcomes.await(taken.commandId(), LONGEST_START);
        }
    }

    /** As far as can be told while the server rests: by what it offered last, or else by what the agent may use. */
    private boolean mayBeTool(Caller caller, AgentServer server, String name) {
        List<String> offered = offered(caller, server);
        List<String> possible = offered.isEmpty() ? server.tools() : offered;
        return possible == null
                || possible.stream().anyMatch(tool -> server.mayUse(tool) && stands(server, tool, name));
    }

    private List<String> offered(Caller caller, AgentServer server) {
        JsonNode listed = catalogues.tools(caller, server.serverId(), false).path("items");
        return StreamSupport.stream(listed.spliterator(), false)
                .map(tool -> tool.path("name").asString(""))
                .toList();
    }

    private static boolean stands(AgentServer server, String tool, String name) {
        return ToolNames.of(server.name(), server.serverId(), tool).equals(name);
    }

    /** Of a server that never said what it offers, whatever could be its name. */
    private String tool(Caller caller, AgentServer server, String name) {
        List<String> offered = offered(caller, server);
        return offered.stream()
                .filter(tool -> stands(server, tool, name))
                .findFirst()
                .or(() ->
                        ToolNames.plain(server.name(), server.serverId(), name).filter(_ -> offered.isEmpty()))
                .orElseThrow(() -> unknown(name));
    }

    private static Problem unknown(String name) {
        return new Problem(
                HttpStatus.NOT_FOUND,
                "tool_not_found",
                "The agent has no tool " + name + ".",
                "GET /internal/agents/{agent_id}/tools lists its tools.");
    }
}
