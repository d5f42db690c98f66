package dev.drover.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.local.LocalStack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** MCP servers from npm, from their definition to the end of their processes. */
@OnSharedStack
class RealServersE2E {

    private final Api api;
    private final LocalStack stack;
    private final ServerProcesses processes;

    @TempDir
    private Path directory;

    RealServersE2E(Api api, LocalStack stack) {
        this.api = api;
        this.stack = stack;
        this.processes = ServerProcesses.of(stack);
    }

    @ParameterizedTest
    @CsvSource({"everything, 13", "filesystem, 14", "memory, 9"})
    void aServerDefinedWithNpxGoesFromStoppedToRunningAndLeavesNothingWhenStopped(String name, int tools) {
        ManagedServer server = ManagedServer.create(api, Definitions.npx(name, arguments(name)));
        assertThat(server.status()).isEqualTo("stopped");
        assertThat(server.view().path("desired_status").asString()).isEqualTo("stopped");

        server.start();

        assertRuns(server, tools);
        assertThat(server.history()).containsExactly("server_starting", "server_started");
        List<Long> tree = processes.of(server);
        assertThat(tree).contains(server.pid()).hasSizeGreaterThanOrEqualTo(3);

        server.stop();

        ServerProcesses.assertGone(tree);
        assertThat(processes.of(server)).isEmpty();
        assertThat(server.view().path("pid").isNull()).isTrue();
        assertThat(server.history())
                .containsExactly("server_starting", "server_started", "server_stopping", "server_stopped");
    }

    @ParameterizedTest
    @CsvSource({"everything, 13", "filesystem, 14", "memory, 9", "sequential-thinking, 1"})
    void aServerDefinedWithNodeRunsAndLeavesNothingWhenStopped(String name, int tools) {
        ManagedServer server = ManagedServer.running(api, Definitions.node(name, arguments(name)));
        assertRuns(server, tools);
        List<Long> tree = processes.of(server);
        server.stop();
        ServerProcesses.assertGone(tree);
    }

    @Test
    void aToolAnswers() {
        ManagedServer server = ManagedServer.running(api, Definitions.node("everything"));
        Api.Answer answer = server.call("echo", Map.of("message", "hello"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().at("/content/0/text").asString()).isEqualTo("Echo: hello");
        assertThat(answer.body().path("is_error").asBoolean()).isFalse();
        server.remove();
    }

    @Test
    void aToolReadsTheDirectoryThatIsAnArgument() throws Exception {
        Path file = Files.writeString(directory.resolve("note.txt"), "what the file says");
        ManagedServer server = ManagedServer.running(api, Definitions.node("filesystem", directory.toString()));
        JsonNode answer =
                server.call("read_text_file", Map.of("path", file.toString())).body();
        assertThat(answer.at("/content/0/text").asString()).isEqualTo("what the file says");
        server.remove();
    }

    @Test
    void aQueryOfADatabaseReturnsRows() {
        String address = stack.postgres().jdbcUrl().replace("jdbc:postgresql://", "");
        String url = "postgresql://%s:%s@%s"
                .formatted(stack.postgres().username(), stack.postgres().password(), address);
        ManagedServer server = ManagedServer.running(api, Definitions.node("postgres", url));
        Api.Answer answer = server.call("query", Map.of("sql", "select app_id, name from app where app_id = 1"));
        assertThat(answer.body().at("/content/0/text").asString())
                .as("%s", answer.body())
                .contains("\"name\": \"default\"");
        server.remove();
    }

    @Test
    void aServerWhoseServiceCannotBeUsedSaysSoAtTheCall() {
        Map<String, Object> github = Definitions.with(
                Definitions.node("github"), "env", Map.of("GITHUB_PERSONAL_ACCESS_TOKEN", "ghp_no-such-token"));
        ManagedServer server = ManagedServer.running(api, github);
        assertRuns(server, 26);
        Api.Answer answer = server.call("search_repositories", Map.of("query", "mcp"));
        boolean isToolError = answer.body().path("is_error").asBoolean();
        boolean isServerError = answer.body().path("code").asString().equals("server_error");
        assertThat(isToolError || isServerError).as("%s", answer.body()).isTrue();
        server.remove();
    }

    @Test
    void aToolThatFailsSaysSoInItsResult() {
        ManagedServer server = ManagedServer.running(api, Definitions.node("filesystem", directory.toString()));
        Api.Answer answer = server.call("read_text_file", Map.of("path", "/etc/hostname"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("is_error").asBoolean()).isTrue();
        server.remove();
    }

    @Test
    void aResourceIsReadByItsUri() {
        ManagedServer server = ManagedServer.running(api, Definitions.node("everything"));
        String uri = server.get("/resources").at("/items/0/uri").asString();
        Api.Answer answer = api.post(server.path("/resources/read"), Map.of("uri", uri));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().at("/contents/0/uri").asString()).isEqualTo(uri);
        server.remove();
    }

    @Test
    void aPromptIsMadeFromItsArguments() {
        ManagedServer server = ManagedServer.running(api, Definitions.node("everything"));
        assertThat(server.get("/prompts").path("items").findValuesAsString("name"))
                .contains("args-prompt");
        Api.Answer answer =
                api.post(server.path("/prompts/args-prompt/get"), Map.of("arguments", Map.of("city", "Paris")));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().at("/messages/0/content/text").asString()).contains("Paris");
        server.remove();
    }

    @Test
    void aStoppedServersToolsAreKnownButStaleAndCannotBeCalled() {
        ManagedServer server = ManagedServer.running(api, Definitions.node("memory"));
        server.awaitView(view -> view.path("tool_count").asInt() == 9);
        server.stop();
        JsonNode tools = server.get("/tools");
        assertThat(tools.path("items").size()).isEqualTo(9);
        assertThat(tools.path("stale").asBoolean()).isTrue();
        Api.Answer call = server.call("read_graph", Map.of());
        assertThat(call.status()).isEqualTo(409);
        assertThat(call.body().path("code").asString()).isEqualTo("server_not_running");
    }

    private String[] arguments(String server) {
        return server.equals("filesystem") ? new String[] {directory.toString()} : new String[0];
    }

    private static void assertRuns(ManagedServer server, int tools) {
        JsonNode view = server.awaitView(seen -> seen.path("tool_count").asInt() == tools);
        assertThat(view.path("status").asString()).isEqualTo("running");
        assertThat(view.path("desired_status").asString()).isEqualTo("running");
        assertThat(view.path("observed_generation").asLong()).isEqualTo(1);
        assertThat(ServerProcesses.lives(view.path("pid").asLong())).isTrue();
        assertThat(view.path("protocol_version").asString()).matches("20\\d\\d-\\d\\d-\\d\\d");
        assertThat(view.at("/server_info/name").asString()).isNotBlank();
        assertThat(view.at("/server_info/version").asString()).isNotBlank();
        assertThat(view.path("capabilities").has("tools")).isTrue();
        assertThat(view.path("last_error").isNull()).isTrue();
        assertThat(server.get("/tools").path("items").size()).isEqualTo(tools);
    }
}
