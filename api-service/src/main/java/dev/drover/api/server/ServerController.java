package dev.drover.api.server;

import dev.drover.api.command.Prefer;
import dev.drover.api.definition.Definition;
import dev.drover.api.definition.DefinitionFailures;
import dev.drover.api.definition.DefinitionRequest;
import dev.drover.api.definition.DefinitionRules;
import dev.drover.api.page.Page;
import dev.drover.api.page.PageRequest;
import dev.drover.api.problem.Fails;
import dev.drover.api.tenant.Apps;
import dev.drover.api.tenant.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Managed servers: create, list, read, remove. */
@RestController
@RequestMapping("/internal/mcp_servers")
@Tag(name = "Servers")
final class ServerController {
    private final Servers servers;
    private final ServerViews views;
    private final CommandAnswers answers;
    private final DefinitionRules rules;
    private final Apps apps;

    ServerController(Servers servers, ServerViews views, CommandAnswers answers, DefinitionRules rules, Apps apps) {
        this.servers = servers;
        this.views = views;
        this.answers = answers;
        this.rules = rules;
        this.apps = apps;
    }

    @Operation(
            summary = "Create a server",
            description = "It stays stopped unless start is true; then Prefer: wait=N waits for the start's outcome."
                    + " A definition that breaks a rule is refused, naming the field.")
    @DefinitionFailures
    @Fails({"409 name_taken", "409 server_being_removed", "409 quota_exceeded", "429 too_many_commands"})
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<ServerView> create(
            Caller caller,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
            @RequestBody DefinitionRequest request) {
        Duration wait = Prefer.waitIn(prefer);
        Definition definition = rules.check(request);
        long appId = apps.toCreateIn(caller, request.appId());
        boolean start = Boolean.TRUE.equals(request.start());
        Servers.Created created = servers.create(caller, appId, definition, start);
        if (created.startCommandId() != null) {
            var _ = answers.await(created.startCommandId(), wait);
        }
        ServerView view = views.find(caller, created.serverId()).orElseThrow(ServerProblems::notFound);
        return ResponseEntity.created(URI.create("/internal/mcp_servers/" + created.serverId()))
                .eTag(view.etag())
                .body(view);
    }

    @Operation(
            summary = "List servers",
            description = "By id, in pages, so that each is listed once however many are created meanwhile; one that is"
                    + " created meanwhile may be missing. The app is named by app_id or X-App-Id.")
    @GetMapping
    Page<ServerView> list(
            Caller caller,
            @RequestParam(name = "status", required = false) @Nullable String status,
            @RequestParam(name = "name", required = false) @Nullable String name,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
        return views.list(new ServerFilter(caller.appId(), status, name), PageRequest.of(limit, cursor));
    }

    @Operation(summary = "Read a server", description = "Answers 304 if If-None-Match holds the present ETag.")
    @ApiResponse(responseCode = "200", description = "The server")
    @ApiResponse(responseCode = "304", description = "It is as the client knows it", content = @Content)
    @Fails("404 server_not_found")
    @GetMapping("/{server_id}")
    ResponseEntity<ServerView> get(Caller caller, @PathVariable("server_id") long serverId) {
        ServerView view = views.find(caller, serverId).orElseThrow(ServerProblems::notFound);
        return ResponseEntity.ok()
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .eTag(view.etag())
                .body(view);
    }

    @Operation(
            summary = "Stop a server and forget it",
            description = "Its status is served until its owner has forgotten it.")
    @Fails({"404 server_not_found", "429 too_many_commands"})
    @DeleteMapping("/{server_id}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    ResponseEntity<CommandAnswer> delete(Caller caller, @PathVariable("server_id") long serverId) {
        return answers.answer(caller, servers.remove(caller, serverId), Duration.ZERO);
    }
}
