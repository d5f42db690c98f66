package dev.drover.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.local.LocalStack;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Definitions that are run once, and leave nothing. */
@OnSharedStack
class TrialsE2E {
    private static final String TEST = "/internal/mcp_servers/test";

    private final Api api;
    private final ServerProcesses processes;

    TrialsE2E(Api api, LocalStack stack) {
        this.api = api;
        this.processes = ServerProcesses.of(stack);
    }

    @Test
    void aDefinitionThatWorksIsToldStepByStepAndLeavesNothing() {
        Map<String, Object> definition = Definitions.small("plain");
        ManagedServer sameName = ManagedServer.create(api, definition);

        Api.Answer answer = api.post(TEST, definition);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("outcome").asString())
                .as("%s", answer.body())
                .isEqualTo("succeeded");
        JsonNode steps = answer.body().path("steps");
        assertThat(steps.findValuesAsString("step")).containsExactly("spawned", "initialised", "listed", "stopped");
        assertThat(steps.at("/1/detail/server_info/name").asString()).isEqualTo("small");
        assertThat(steps.at("/2/detail/tools").asInt()).isEqualTo(1);
        assertThat(steps.at("/2/detail/prompts").asInt()).isZero();
        assertThat(steps.findValues("duration_ms"))
                .allSatisfy(each -> assertThat(each.asLong()).isNotNegative());
        ServerProcesses.assertGone(List.of(steps.at("/0/detail/pid").asLong()));
        assertThat(api.get("/internal/mcp_servers?name="
                                + String.valueOf(definition.get("name")).replace(" ", "%20"))
                        .body()
                        .path("items")
                        .findValues("server_id"))
                .hasSize(1);
        assertThat(processes.of(sameName)).isEmpty();
        sameName.remove();
    }

    @Test
    void aDefinitionThatDoesNotWorkIsToldWithWhatToDo() {
        Api.Answer refused = api.post(TEST, Definitions.small("refuses"));
        assertThat(refused.status()).isEqualTo(200);
        assertThat(refused.body().path("outcome").asString()).isEqualTo("failed");
        assertThat(refused.body().at("/error/code").asString()).isEqualTo("HANDSHAKE_FAILED");
        assertThat(refused.body().path("steps").findValuesAsString("step")).containsExactly("spawned", "stopped");

        Api.Answer nameless = api.post(TEST, Map.of("command", Definitions.NOT_INSTALLED));
        assertThat(nameless.body().at("/error/code").asString()).isEqualTo("COMMAND_NOT_FOUND");
        assertThat(nameless.body().at("/error/hint").asString()).contains("'command'");
    }

    @Test
    void theVariableThatAServerMissesIsNamedInTheHint() {
        JsonNode error = api.post(TEST, Definitions.node("slack")).body().path("error");

        assertThat(error.path("code").asString()).isEqualTo("EXITED_EARLY");
        assertThat(error.path("hint").asString()).contains("SLACK_BOT_TOKEN");
        assertThat(error.path("stderr_tail").toString()).contains("SLACK_BOT_TOKEN");
    }
}
