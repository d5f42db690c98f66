package dev.drover.api.server;

import dev.drover.api.definition.DefinitionFailures;
import dev.drover.api.definition.DefinitionRequest;
import dev.drover.api.problem.Fails;
import dev.drover.api.problem.Problem;
import dev.drover.api.tenant.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** {@code PUT /internal/mcp_servers/{id}}: another definition for the same server. */
@RestController
@Tag(name = "Servers")
final class DefinitionController {
    private final Redefinitions redefinitions;
    private final ServerViews views;

    DefinitionController(Redefinitions redefinitions, ServerViews views) {
        this.redefinitions = redefinitions;
        this.views = views;
    }

    @Operation(
            summary = "Replace a server's definition",
            description =
                    "The whole of it: what is not sent gets its default, and a value of env or headers is kept with"
                            + " {\"keep\": true}. It gets the next generation, and a running server restarts with it; where"
                            + " nothing is different, nothing happens. If-Match refuses what is based on an older generation:"
                            + " it compares the part of the ETag before the dot.")
    @DefinitionFailures
    @Fails({
        "404 server_not_found",
        "409 name_taken",
        "409 server_being_removed",
        "412 precondition_failed",
        "429 too_many_commands"
    })
    @PutMapping("/internal/mcp_servers/{server_id}")
    ResponseEntity<ServerView> put(
            Caller caller,
            @PathVariable("server_id") long serverId,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody DefinitionRequest request) {
        IfMatch condition = IfMatch.of(ifMatch);
        redefinitions.replace(caller, serverId, condition, present -> fitting(request, present));
        ServerView view = views.find(caller, serverId).orElseThrow(ServerProblems::notFound);
        return ResponseEntity.ok().eTag(view.etag()).body(view);
    }

    /** A server stays in its app, and is started by a command. */
    private static DefinitionRequest fitting(DefinitionRequest request, Defined present) {
        if (request.start() != null) {
            throw refused("start", "'start' belongs to a server that is created; use POST …/start.");
        }
        if (request.appId() != null && request.appId() != present.appId()) {
            throw refused("app_id", "'app_id' names another app than the server's, in which it stays.");
        }
        return request;
    }

    private static Problem refused(String field, String detail) {
        return new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "field_not_applicable", detail).with("field", field);
    }
}
