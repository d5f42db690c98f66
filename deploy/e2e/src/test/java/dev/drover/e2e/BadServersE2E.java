package dev.drover.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Servers that cannot run, will not run or misbehave, and what their owner is told. */
@OnSharedStack
class BadServersE2E {

    private final Api api;

    BadServersE2E(Api api) {
        this.api = api;
    }

    @Test
    void aCommandThatIsNotInstalledFailsAtOnce() {
        ManagedServer server = ManagedServer.create(api, Definitions.command(Definitions.NOT_INSTALLED, List.of()));
        JsonNode error = startAndFail(server);
        assertThat(error.path("code").asString()).isEqualTo("COMMAND_NOT_FOUND");
        assertThat(error.path("message").asString()).contains(Definitions.NOT_INSTALLED, "PATH");
        assertThat(error.path("hint").asString()).isNotBlank();
        assertThat(server.history()).containsExactly("server_starting", "server_failed");
        server.remove();
    }

    @Test
    void aServerThatExitsForWantOfItsVariablesFailsAfterThreeAttemptsWithItsOwnWords() {
        ManagedServer server = ManagedServer.create(api, Definitions.node("slack"));
        JsonNode error = startAndFail(server);
        assertThat(error.path("code").asString()).isEqualTo("EXITED_EARLY");
        assertThat(error.path("exit_code").asInt()).isEqualTo(1);
        assertThat(error.path("stderr_tail").toString()).contains("SLACK_BOT_TOKEN");
        assertThat(server.history())
                .containsExactly(
                        "server_starting",
                        "server_crashed",
                        "server_starting",
                        "server_crashed",
                        "server_starting",
                        "server_failed");
        assertThat(server.events("server_starting"))
                .extracting(event -> event.path("attempt").asInt())
                .containsExactly(1, 2, 3);
        assertThat(server.get("/logs").path("lines").toString()).contains("SLACK_BOT_TOKEN");
        server.remove();
    }

    @Test
    void aServerThatNeverAnswersFailsWhenItsStartupTimeIsOver() {
        Map<String, Object> definition = Definitions.with(Definitions.small("silent"), "startup_timeout_seconds", 1);
        ManagedServer server = ManagedServer.create(api, definition);
        JsonNode error = startAndFail(server);
        assertThat(error.path("code").asString()).isEqualTo("HANDSHAKE_TIMEOUT");
        assertThat(error.path("message").asString()).contains("1 s");
        Instant starting = at(server.events("server_starting").getFirst());
        Instant stopping = at(server.events("server_stopping").getFirst());
        assertThat(Duration.between(starting, stopping)).isGreaterThan(Duration.ofMillis(900));
        server.remove();
    }

    @Test
    void aServerThatRefusesTheHandshakeFailsWithItsOwnMessage() {
        ManagedServer server = ManagedServer.create(api, Definitions.small("refuses"));
        JsonNode error = startAndFail(server);
        assertThat(error.path("code").asString()).isEqualTo("HANDSHAKE_FAILED");
        assertThat(error.path("message").asString()).contains("is wrong");
        server.remove();
    }

    @Test
    void aServerThatPrintsNoiseOnStdoutRuns() {
        ManagedServer server = ManagedServer.running(api, Definitions.small("noisy"));
        server.awaitView(view -> view.path("tool_count").asInt() == 1);
        assertThat(server.history()).containsExactly("server_starting", "server_started");
        server.stop().remove();
    }

    @Test
    void aServerThatExitsWithZeroByItselfIsStoppedByTheDefaultPolicy() {
        ManagedServer server = ManagedServer.running(api, Definitions.small("plain"));
        assertThat(server.call("exit", Map.of("code", 0)).body().path("code").asString())
                .isEqualTo("server_exited");
        JsonNode view = server.awaitStatus("stopped");
        assertThat(view.path("desired_status").asString()).isEqualTo("stopped");
        server.remove();
    }

    @Test
    void aServerThatMustNotBeRestartedFailsWhenItCrashes() {
        ManagedServer server =
                ManagedServer.running(api, Definitions.with(Definitions.small("plain"), "restart", "never"));
        server.call("exit", Map.of("code", 3));
        JsonNode error = server.awaitStatus("failed").path("last_error");
        assertThat(error.path("code").asString()).isEqualTo("CRASHED");
        assertThat(error.path("exit_code").asInt()).isEqualTo(3);
        assertThat(error.path("stderr_tail").toString()).contains("goodbye");
        server.remove();
    }

    @Test
    void aServerWhoseProcessIsKilledIsBackWithTheCrashInItsHistory() {
        ManagedServer server = ManagedServer.running(api, Definitions.node("memory"));
        long before = server.pid();
        ServerProcesses.kill(before);
        JsonNode view = server.awaitView(seen -> seen.path("status").asString().equals("running")
                && seen.path("pid").asLong() != before);
        assertThat(view.path("restarts").asInt()).isEqualTo(1);
        assertThat(server.history())
                .containsExactly(
                        "server_starting", "server_started", "server_crashed", "server_starting", "server_started");
        JsonNode crash = server.events("server_crashed").getFirst();
        assertThat(crash.at("/error/code").asString()).isEqualTo("CRASHED");
        assertThat(crash.at("/error/signal").asInt()).isEqualTo(9);
        assertThat(server.events("server_starting").getLast().path("reason").asString())
                .isEqualToIgnoringCase("restart");
        server.stop().remove();
    }

    /** Its last error. */
    private static JsonNode startAndFail(ManagedServer server) {
        Api.Answer answer = server.command("start", 60);
        assertThat(answer.body().path("outcome").asString())
                .as("%s", answer.body())
                .isEqualTo("failed");
        return server.awaitStatus("failed").path("last_error");
    }

    private static Instant at(JsonNode event) {
        return Instant.parse(event.path("occurred_at").asString());
    }
}
