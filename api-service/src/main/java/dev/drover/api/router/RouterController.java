package dev.drover.api.router;

import dev.drover.api.page.Page;
import dev.drover.api.page.PageRequest;
import dev.drover.api.problem.Fails;
import dev.drover.api.problem.Problem;
import dev.drover.api.query.CatalogueController;
import dev.drover.api.query.CatalogueShape;
import dev.drover.api.query.QueryController;
import dev.drover.api.query.QueryFailures;
import dev.drover.api.query.ResourceShape;
import dev.drover.api.server.ServerFilter;
import dev.drover.api.server.ServerView;
import dev.drover.api.server.ServerViews;
import dev.drover.api.tenant.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code /mcp/v1}: what an MCP server may look at, which is its own app, and how it calls the platform. What is there
 * under {@code /internal} as well, is answered by the same code.
 */
@RestController
@RequestMapping("/mcp/v1")
@Tag(name = "Router")
final class RouterController {
    private static final int MAX_EVENT = 255;

    private final ServerViews servers;
    private final CatalogueController catalogues;
    private final QueryController queries;
    private final Callbacks callbacks;
    private final JsonMapper json;

    RouterController(
            ServerViews servers,
            CatalogueController catalogues,
            QueryController queries,
            Callbacks callbacks,
            JsonMapper json) {
        this.servers = servers;
        this.catalogues = catalogues;
        this.queries = queries;
        this.callbacks = callbacks;
        this.json = json;
    }

    /** A server of the app, as the others see it. */
    record Neighbour(
            long serverId,
            String name,
            String description,

            @Schema(
                    allowableValues = {"stopped", "starting", "running", "stopping", "backing_off", "failed", "unknown"
                    })
            String status) {
        static Neighbour of(ServerView view) {
            return new Neighbour(
                    view.serverId(),
                    view.name(),
                    view.description(),
                    view.state().status());
        }
    }

    @Operation(summary = "List the servers of the calling server's app", description = "By id, in pages.")
    @GetMapping("/servers")
    Page<Neighbour> servers(
            Caller caller,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
        Page<ServerView> page =
                servers.list(new ServerFilter(caller.appId(), null, null), PageRequest.of(limit, cursor));
        return new Page<>(page.items().stream().map(Neighbour::of).toList(), page.nextCursor());
    }

    @Operation(summary = "List a server's tools", description = "As it last offered them.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = CatalogueShape.class)))
    @QueryFailures
    @GetMapping("/servers/{id}/tools")
    JsonNode tools(Caller caller, @PathVariable long id) {
        return catalogues.tools(caller, id, false);
    }

    @Operation(summary = "List a server's resources", description = "As it last offered them.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = CatalogueShape.class)))
    @QueryFailures
    @GetMapping("/servers/{id}/resources")
    JsonNode resources(Caller caller, @PathVariable long id) {
        return catalogues.resources(caller, id, false);
    }

    @Operation(summary = "Read a resource of a server")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ResourceShape.class)))
    @QueryFailures
    @Fails("422 invalid_field")
    @PostMapping("/servers/{id}/resources/read")
    JsonNode readResource(Caller caller, @PathVariable long id, @RequestBody QueryController.ReadRequest request) {
        return queries.readResource(caller, id, request);
    }

    /** @param payload any JSON; none is null */
    record CallbackRequest(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED, maxLength = MAX_EVENT) @Nullable
            String event,

            @Nullable JsonNode payload) {}

    record CallbackTaken(String callbackId) {}

    @Operation(
            summary = "Call the platform",
            description = "The event and its payload go to the topic mcp.callbacks, under the server's id; 256 KiB at"
                    + " most.")
    @Fails({"422 invalid_field", "429 too_many_callbacks"})
    @PostMapping("/callback")
    @ResponseStatus(HttpStatus.ACCEPTED)
    CallbackTaken callback(Caller caller, @RequestBody CallbackRequest request) {
        String event = request.event();
        if (event == null || event.isBlank() || event.length() > MAX_EVENT) {
            throw new Problem(
                            HttpStatus.UNPROCESSABLE_CONTENT,
                            "invalid_field",
                            "'event' is required and must have at most " + MAX_EVENT + " characters.")
                    .with("field", "event");
        }
        Long serverId = caller.serverId();
        Long appId = caller.appId();
        if (serverId == null || appId == null) {
            throw new IllegalStateException("a callback of " + caller.name() + ", which is no server");
        }
        String payload = request.payload() == null ? "null" : json.writeValueAsString(request.payload());
        return new CallbackTaken(callbacks.take(caller, serverId, appId, event, payload));
    }
}
