package dev.drover.api.query;

import dev.drover.api.problem.Problem;
import dev.drover.api.tenant.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a server offers, as it last said: {@code {items, observed_at, stale}}. The live server is asked when the client
 * wants that, or when it runs and the list is not known (yet, or whole). Where only the names of a long list are known,
 * the items have nothing else and {@code names_only} is true.
 */
@RestController
@Tag(name = "Catalogues")
@RequestMapping("/internal/mcp_servers/{id}")
@ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = CatalogueShape.class)))
@QueryFailures
public final class CatalogueController {
    private static final String ABOUT =
            "What it last offered, with observed_at; stale is true when it does not run now."
                    + " A running server whose list is not known yet is asked. With refresh=true the live server is asked."
                    + " names_only: the list was too long to be kept whole.";

    private final ServerLookup servers;
    private final CatalogueQueries queries;
    private final Catalogues catalogues;

    public CatalogueController(ServerLookup servers, CatalogueQueries queries, Catalogues catalogues) {
        this.servers = servers;
        this.queries = queries;
        this.catalogues = catalogues;
    }

    @Operation(summary = "List a server's tools", description = ABOUT)
    @GetMapping("/tools")
    public JsonNode tools(Caller caller, @PathVariable long id, @RequestParam(defaultValue = "false") boolean refresh) {
        return list(caller, id, CatalogueKind.TOOLS, refresh);
    }

    @Operation(summary = "List a server's resources", description = ABOUT)
    @GetMapping("/resources")
    public JsonNode resources(
            Caller caller, @PathVariable long id, @RequestParam(defaultValue = "false") boolean refresh) {
        return list(caller, id, CatalogueKind.RESOURCES, refresh);
    }

    @Operation(summary = "List a server's prompts", description = ABOUT)
    @GetMapping("/prompts")
    JsonNode prompts(Caller caller, @PathVariable long id, @RequestParam(defaultValue = "false") boolean refresh) {
        return list(caller, id, CatalogueKind.PROMPTS, refresh);
    }

    private JsonNode list(Caller caller, long id, CatalogueKind kind, boolean refresh) {
        QueriedServer server = servers.find(caller, id);
        if (refresh) {
            return live(server, caller, kind);
        }
        Optional<Catalogues.Known> known = catalogues.find(id, kind);
        boolean running = catalogues.isRunning(id);
        if (known.isPresent() && known.get().content() != null) {
            return catalogue(known.get().content(), known.get().observedAt(), !running);
        }
        return running ? liveOrNames(server, caller, kind, known) : names(known);
    }

    private JsonNode liveOrNames(
            QueriedServer server, Caller caller, CatalogueKind kind, Optional<Catalogues.Known> known) {
        try {
            return live(server, caller, kind);
        } catch (Problem e) {
            if (known.isEmpty()) {
                throw e;
            }
            return names(known);
        }
    }

    private JsonNode live(QueriedServer server, Caller caller, CatalogueKind kind) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return catalogue(queries.ask(server, caller, kind), now, false);
    }

    private static JsonNode names(Optional<Catalogues.Known> known) {
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        known.ifPresent(list -> list.names().forEach(name -> items.addObject().set("name", name)));
        ObjectNode answer =
                catalogue(items, known.map(Catalogues.Known::observedAt).orElse(null), true);
        return known.isPresent() ? answer.put("names_only", true) : answer;
    }

    private static ObjectNode catalogue(@Nullable JsonNode items, @Nullable Instant observedAt, boolean stale) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("items", items instanceof ArrayNode ? items : answer.arrayNode());
        answer.put("observed_at", observedAt == null ? null : observedAt.toString());
        return answer.put("stale", stale);
    }
}
