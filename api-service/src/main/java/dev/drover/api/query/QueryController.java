package dev.drover.api.query;

import dev.drover.api.problem.Fails;
import dev.drover.api.problem.InvalidParameter;
import dev.drover.api.problem.Problem;
import dev.drover.api.tenant.Caller;
import dev.drover.schemas.UserContext;
import dev.drover.schemas.message.CallTool;
import dev.drover.schemas.message.GetPrompt;
import dev.drover.schemas.message.ReadLogs;
import dev.drover.schemas.message.ReadResource;
import dev.drover.schemas.message.Sealed;
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
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Calls and reads that only the live server can answer. */
@RestController
@Tag(name = "Queries")
@RequestMapping("/internal/mcp_servers/{id}")
@QueryFailures
public final class QueryController {
    private static final int MAX_LINES = 1_000;

    private final ServerLookup servers;
    private final Queries queries;

    public QueryController(ServerLookup servers, Queries queries) {
        this.servers = servers;
        this.queries = queries;
    }

    @Operation(
            summary = "Call a tool",
            description = "At most once: a call is never executed a second time. A tool that fails says so with"
                    + " is_error; the result is passed on as it is. A '/' in its name is written %2F.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = CallShape.class)))
    @Fails({"422 invalid_field", "413 arguments_too_large"})
    @PostMapping("/tools/{tool}/call")
    public JsonNode callTool(
            Caller caller,
            @PathVariable long id,
            @PathVariable String tool,
            @RequestBody(required = false) @Nullable CallRequest request) {
        JsonNode arguments = arguments(request);
        QueriedServer server = servers.find(caller, id);
        Sealed sealed = queries.seal(server, arguments);
        JsonNode result = queries.ask(
                server,
                CallRequest.of(caller, request),
                replyTo -> CallTool.newBuilder()
                        .setTool(tool)
                        .setArguments(sealed)
                        .setReplyTo(replyTo)
                        .setCaller(caller.name())
                        .build());
        return McpResults.ofCall(result);
    }

    @Operation(summary = "Read a resource")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ResourceShape.class)))
    @Fails("422 invalid_field")
    @PostMapping("/resources/read")
    public JsonNode readResource(Caller caller, @PathVariable long id, @RequestBody ReadRequest request) {
        String uri = request.uri();
        if (uri == null || uri.isBlank()) {
            throw new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "invalid_field", "'uri' is required.")
                    .with("field", "uri");
        }
        JsonNode result = queries.ask(
                servers.find(caller, id),
                caller.inTheNameOf(request.userContext()),
                replyTo -> new ReadResource(uri, replyTo));
        return McpResults.only(result, "contents");
    }

    @Operation(summary = "Get a prompt")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PromptShape.class)))
    @Fails({"422 invalid_field", "413 arguments_too_large"})
    @PostMapping("/prompts/{name}/get")
    JsonNode getPrompt(
            Caller caller,
            @PathVariable long id,
            @PathVariable String name,
            @RequestBody(required = false) @Nullable CallRequest request) {
        JsonNode arguments = arguments(request);
        QueriedServer server = servers.find(caller, id);
        Sealed sealed = queries.seal(server, arguments);
        JsonNode result =
                queries.ask(server, CallRequest.of(caller, request), replyTo -> new GetPrompt(name, sealed, replyTo));
        return McpResults.only(result, "description", "messages");
    }

    @Operation(
            summary = "Read the last lines that a server wrote to stderr",
            description = "Of its last run when none is live; secrets are masked.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = LogShape.class)))
    @GetMapping("/logs")
    JsonNode logs(Caller caller, @PathVariable long id, @RequestParam(defaultValue = "200") int lines) {
        if (lines < 1 || lines > MAX_LINES) {
            throw InvalidParameter.problem("lines", "must be between 1 and " + MAX_LINES);
        }
        JsonNode result = queries.ask(servers.find(caller, id), caller, replyTo -> new ReadLogs(lines, replyTo));
        return McpResults.only(result, "lines");
    }

    private static JsonNode arguments(@Nullable CallRequest request) {
        JsonNode arguments = request == null ? null : request.arguments();
        if (arguments == null || arguments.isNull()) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (!(arguments instanceof ObjectNode)) {
            throw new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "invalid_field", "'arguments' must be an object.")
                    .with("field", "arguments");
        }
        return arguments;
    }

    /**
     * @param arguments a JSON object; none means an empty one
     * @param userContext in whose name, as X-User-Token says it
     */
    public record CallRequest(
            @Nullable JsonNode arguments, @Nullable UserContext userContext) {
        static Caller of(Caller caller, @Nullable CallRequest request) {
            return caller.inTheNameOf(request == null ? null : request.userContext());
        }
    }

    /**
     * @param uri of the resource, as the server listed it
     * @param userContext in whose name, as X-User-Token says it
     */
    public record ReadRequest(
            @Nullable String uri, @Nullable UserContext userContext) {}
}
