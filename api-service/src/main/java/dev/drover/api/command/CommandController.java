package dev.drover.api.command;

import dev.drover.api.problem.Fails;
import dev.drover.api.problem.Problem;
import dev.drover.api.tenant.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What became of a command. */
@RestController
@Tag(name = "Commands")
final class CommandController {
    private final Outcomes outcomes;

    CommandController(Outcomes outcomes) {
        this.outcomes = outcomes;
    }

    @Operation(
            summary = "What became of a command",
            description = "Its outcome is pending until there is one. A command that another program published is known"
                    + " once it has an outcome.")
    @Fails("404 command_not_found")
    @GetMapping("/internal/commands/{command_id}")
    CommandView get(Caller caller, @PathVariable("command_id") String commandId) {
        return outcomes.find(commandId)
                .filter(command -> isSeenBy(caller, command))
                .orElseThrow(() -> new Problem(
                        HttpStatus.NOT_FOUND,
                        "command_not_found",
                        "There is no command with this id.",
                        "A command that another program published is known once it has an outcome."));
    }

    private static boolean isSeenBy(Caller caller, CommandView command) {
        Long appId = command.appId();
        return appId == null ? caller.appId() == null : caller.sees(appId);
    }
}
