package dev.drover.api.trial;

import dev.drover.api.definition.DefinitionFailures;
import dev.drover.api.definition.DefinitionRequest;
import dev.drover.api.definition.DefinitionRules;
import dev.drover.api.problem.Fails;
import dev.drover.api.tenant.Apps;
import dev.drover.api.tenant.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /internal/mcp_servers/test}: what would become of a definition. */
@RestController
@Tag(name = "Servers")
final class TrialController {
    private static final String NAMELESS = "test";

    private final Trials trials;
    private final DefinitionRules rules;
    private final Apps apps;

    TrialController(Trials trials, DefinitionRules rules, Apps apps) {
        this.trials = trials;
        this.rules = rules;
        this.apps = apps;
    }

    @Operation(
            summary = "Run a definition once without keeping it",
            description =
                    "It is started, asked for its lists, and stopped; each step with how long it took. A definition"
                            + " that does not work is no problem but an answer: outcome failed, with the error and a hint. The"
                            + " answer comes within the definition's startup time and some seconds. It needs no name.")
    @DefinitionFailures
    @Fails({"409 quota_exceeded", "429 too_many_commands"})
    @PostMapping("/internal/mcp_servers/test")
    TrialView test(Caller caller, @RequestBody DefinitionRequest request) {
        DefinitionRequest named = request.name() == null ? request.named(NAMELESS) : request;
        return trials.run(caller, apps.toCreateIn(caller, request.appId()), rules.check(named));
    }
}
