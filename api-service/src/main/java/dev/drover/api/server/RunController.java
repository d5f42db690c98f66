package dev.drover.api.server;

import dev.drover.api.command.ManagementCommand;
import dev.drover.api.command.Prefer;
import dev.drover.api.problem.Fails;
import dev.drover.api.problem.Problem;
import dev.drover.api.tenant.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Start, stop, restart and debug: commands to the server's owner. */
@RestController
@RequestMapping("/internal/mcp_servers/{server_id}")
@Tag(name = "Servers")
@ApiResponse(responseCode = "202", description = "Taken; its outcome is not known yet")
@ApiResponse(responseCode = "200", description = "It has an outcome (with Prefer: wait=N)")
@Fails({"404 server_not_found", "409 quota_exceeded", "409 server_being_removed", "429 too_many_commands"})
final class RunController {
    private static final String WAIT = "Prefer: wait=N (60 at most) waits so many seconds for its outcome.";

    private final Servers servers;
    private final CommandAnswers answers;

    RunController(Servers servers, CommandAnswers answers) {
        this.servers = servers;
        this.answers = answers;
    }

    @Operation(summary = "Start a server", description = WAIT)
    @PostMapping("/start")
    ResponseEntity<CommandAnswer> start(
            Caller caller,
            @PathVariable("server_id") long serverId,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer) {
        return command(caller, serverId, new ManagementCommand.Start(), prefer);
    }

    @Operation(summary = "Stop a server", description = WAIT)
    @PostMapping("/stop")
    ResponseEntity<CommandAnswer> stop(
            Caller caller,
            @PathVariable("server_id") long serverId,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer) {
        return command(caller, serverId, new ManagementCommand.Stop(), prefer);
    }

    @Operation(summary = "Run a server in a new process", description = WAIT)
    @PostMapping("/restart")
    ResponseEntity<CommandAnswer> restart(
            Caller caller,
            @PathVariable("server_id") long serverId,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer) {
        return command(caller, serverId, new ManagementCommand.Restart(), prefer);
    }

    @Operation(
            summary = "Log a running server's MCP messages, or no longer",
            description = "In its worker's log, secrets masked, until its present run ends."
                    + " Rejected with NOT_RUNNING when it does not run. " + WAIT)
    @Fails("422 invalid_field")
    @PostMapping("/debug")
    ResponseEntity<CommandAnswer> debug(
            Caller caller,
            @PathVariable("server_id") long serverId,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
            @RequestBody DebugRequest request) {
        Boolean enabled = request.enabled();
        if (enabled == null) {
            throw new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "invalid_field", "'enabled' must be true or false.")
                    .with("field", "enabled");
        }
        return command(caller, serverId, new ManagementCommand.Debug(enabled), prefer);
    }

    /** @param enabled required */
    record DebugRequest(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            Boolean enabled) {}

    private ResponseEntity<CommandAnswer> command(
            Caller caller, long serverId, ManagementCommand command, @Nullable String prefer) {
        Duration wait = Prefer.waitIn(prefer);
        return answers.answer(caller, servers.command(caller, serverId, command), wait);
    }
}
