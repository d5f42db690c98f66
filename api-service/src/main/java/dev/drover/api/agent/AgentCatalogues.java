package dev.drover.api.agent;

import dev.drover.api.problem.Problem;
import dev.drover.api.query.CatalogueController;
import dev.drover.api.server.ServerView;
import dev.drover.api.server.ServerViews;
import dev.drover.api.tenant.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What the servers of an agent offer, as one list: of one that is down, what it offered last. */
public final class AgentCatalogues {
    private static final String RUNNING = "running";

    private final AgentServers agents;
    private final ServerViews views;
    private final CatalogueController catalogues;

    public AgentCatalogues(AgentServers agents, ServerViews views, CatalogueController catalogues) {
        this.agents = agents;
        this.views = views;
        this.catalogues = catalogues;
    }

    /**
     * A tool that an agent may use.
     *
     * @param name by which the agent calls it
     * @param tool its name at its server
     * @param status of its server
     * @param available whether its server runs
     * @param definition as its server lists it
     */
    public record Tool(
            String name, long serverId, String tool, String status, boolean available, JsonNode definition) {}

    /** A resource of a server that an agent may use; the same URI may be of several servers. */
    public record Resource(String uri, long serverId, String status, boolean available, JsonNode definition) {}

    /**
     * A server of the list.
     *
     * @param error why what it offers is not known; null: it is, or it never ran
     */
    public record Source(
            long serverId,
            String name,
            String description,
            String status,
            boolean available,
            @Nullable Reason error) {}

    /** A problem, without its status. */
    public record Reason(String code, String message) {}

    /** @param items of all servers, by their ids, each server's in its own order */
    public record Offer<T>(List<T> items, List<Source> servers) {}

    /** Makes an item of what a server listed. */
    private interface Maker<T> {
        T make(AgentServer server, String status, boolean available, JsonNode listed);
    }

    private record Listed(JsonNode items, @Nullable Reason error) {}

    Offer<Tool> tools(Caller caller, String agentId) {
        return offer(caller, agentId, true, AgentCatalogues::tool);
    }

    Offer<Resource> resources(Caller caller, String agentId) {
        return offer(caller, agentId, false, AgentCatalogues::resource);
    }

    private <T> Offer<T> offer(Caller caller, String agentId, boolean areTools, Maker<T> maker) {
        List<T> items = new ArrayList<>();
        List<Source> sources = new ArrayList<>();
        for (AgentServer server : agents.of(caller, agentId)) {
            Optional<ServerView> view = views.find(caller, server.serverId());
            String status = view.map(seen -> seen.state().status()).orElse("stopped");
            boolean available = status.equals(RUNNING);
            Listed listed = listed(caller, server, areTools);
            for (JsonNode item : listed.items()) {
                if (!areTools || server.mayUse(item.path("name").asString(""))) {
                    items.add(maker.make(server, status, available, item));
                }
            }
            sources.add(new Source(
                    server.serverId(), server.name(), server.description(), status, available, listed.error()));
        }
        return new Offer<>(items, sources);
    }

    private Listed listed(Caller caller, AgentServer server, boolean areTools) {
        try {
            JsonNode catalogue = areTools
                    ? catalogues.tools(caller, server.serverId(), false)
                    : catalogues.resources(caller, server.serverId(), false);
            return new Listed(catalogue.path("items"), null);
        } catch (Problem e) {
            return new Listed(JsonNodeFactory.instance.arrayNode(), new Reason(e.code(), e.getMessage()));
        }
    }

    private static Tool tool(AgentServer server, String status, boolean available, JsonNode listed) {
        String tool = listed.path("name").asString("");
        String name = ToolNames.of(server.name(), server.serverId(), tool);
        return new Tool(name, server.serverId(), tool, status, available, listed);
    }

    private static Resource resource(AgentServer server, String status, boolean available, JsonNode listed) {
        return new Resource(listed.path("uri").asString(""), server.serverId(), status, available, listed);
    }
}
