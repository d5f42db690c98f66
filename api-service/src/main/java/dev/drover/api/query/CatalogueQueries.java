package dev.drover.api.query;

import dev.drover.api.problem.Problem;
import dev.drover.api.tenant.Caller;
import java.time.Duration;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Asks live servers for their lists. Any thread; the caller's blocks. */
public final class CatalogueQueries {
    /** JSON-RPC "method not found": what a server answers that offers no such list. */
    private static final int NOT_OFFERED = -32601;

    private final Queries queries;

    public CatalogueQueries(Queries queries) {
        this.queries = queries;
    }

    /** The list, a JSON array; empty where the server offers none. */
    JsonNode ask(QueriedServer server, Caller caller, CatalogueKind kind) {
        try {
            JsonNode items = queries.ask(server, caller, kind::query).path(kind.member());
            return items.isArray() ? items : JsonNodeFactory.instance.arrayNode();
        } catch (Problem e) {
            if (Integer.valueOf(NOT_OFFERED).equals(e.members().get("server_code"))) {
                return JsonNodeFactory.instance.arrayNode();
            }
            throw e;
        }
    }

    /**
     * Asks for all three, one after the other.
     *
     * @param timeout of each
     * @param reader is told the list's name, such as {@code tools}, and the list
     * @throws Problem of the first that has no answer
     */
    public void forEach(
            long serverId, long appId, Caller caller, Duration timeout, BiConsumer<String, JsonNode> reader) {
        QueriedServer server = new QueriedServer(serverId, appId, timeout);
        for (CatalogueKind kind : CatalogueKind.values()) {
            reader.accept(kind.member(), ask(server, caller, kind));
        }
    }
}
