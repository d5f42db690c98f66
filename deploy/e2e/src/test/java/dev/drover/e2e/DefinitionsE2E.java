package dev.drover.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.local.LocalStack;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Definitions over HTTP: created, read, replaced, imported and removed. */
@OnSharedStack
class DefinitionsE2E {
    private static final String SERVERS = "/internal/mcp_servers";

    private final Api api;

    DefinitionsE2E(Api api) {
        this.api = api;
    }

    @Test
    void aServerIsCreatedAndStartedInOneRequest() {
        Api.Answer created =
                api.post(SERVERS, Definitions.with(Definitions.small("plain"), "start", true), "Prefer", "wait=60");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.body().path("status").asString()).isEqualTo("running");
        ManagedServer server =
                new ManagedServer(api, created.body().path("server_id").asLong());
        assertThat(created.headers().firstValue("Location")).hasValue(server.path(""));

        server.remove();
        await().atMost(ManagedServer.PATIENCE)
                .until(() -> api.get(server.path("")).status() == 404);
    }

    @Test
    void aRunningServerRestartsWithItsNewDefinitionAndKeepsItsSecrets() {
        Map<String, Object> definition =
                Definitions.with(Definitions.small("leaks"), "env", Map.of("SECRET", "s3cret-of-a-definition"));
        ManagedServer server = ManagedServer.running(api, definition);
        long before = server.pid();

        Map<String, Object> next = Definitions.with(
                Definitions.with(definition, "env", Map.of("SECRET", Map.of("keep", true))), "restart", "always");
        Api.Answer put = api.put(server.path(""), next);

        assertThat(put.status()).as("%s", put.body()).isEqualTo(200);
        assertThat(put.body().path("generation").asLong()).isEqualTo(2);
        JsonNode view =
                server.awaitView(seen -> seen.path("observed_generation").asLong() == 2
                        && seen.path("status").asString().equals("running"));
        assertThat(view.path("pid").asLong()).isNotEqualTo(before);
        assertThat(server.events("server_starting").getLast().path("reason").asString())
                .isEqualToIgnoringCase("definition");
        assertThat(server.get("/logs").path("lines").toString()).contains("the secret is ***");
        server.stop().remove();
    }

    @Test
    void aDefinitionThatIsTheSameRestartsNothing() {
        Map<String, Object> definition = Definitions.small("plain");
        ManagedServer server = ManagedServer.running(api, definition);
        JsonNode before = server.view();

        Api.Answer put = api.put(server.path(""), definition);

        assertThat(put.status()).isEqualTo(200);
        assertThat(put.body().path("generation").asLong()).isEqualTo(1);
        server.stop();
        assertThat(server.history())
                .containsExactly("server_starting", "server_started", "server_stopping", "server_stopped");
        assertThat(before.path("pid").asLong()).isPositive();
        server.remove();
    }

    @Test
    void ofTwoReplacementsAtOnceTheSecondIsTold() {
        Map<String, Object> definition = Definitions.small("plain");
        ManagedServer server = ManagedServer.create(api, definition);
        String etag = api.get(server.path("")).headers().firstValue("ETag").orElseThrow();

        List<CompletableFuture<Api.Answer>> puts = Stream.of("one", "other")
                .map(text -> CompletableFuture.supplyAsync(() ->
                        api.put(server.path(""), Definitions.with(definition, "description", text), "If-Match", etag)))
                .toList();

        assertThat(puts.stream().map(CompletableFuture::join).map(Api.Answer::status))
                .containsExactlyInAnyOrder(200, 412);
        server.remove();
    }

    @Test
    void aServerIsSentAgainOnlyWhenSomethingOfItChanged() {
        ManagedServer server = ManagedServer.create(api, Definitions.small("plain"));
        server.awaitView(view -> view.path("observed_generation").asLong() == 1);
        String etag = api.get(server.path("")).headers().firstValue("ETag").orElseThrow();
        assertThat(api.get(server.path(""), "If-None-Match", etag).status()).isEqualTo(304);

        server.start();

        assertThat(api.get(server.path(""), "If-None-Match", etag).status()).isEqualTo(200);
        server.stop().remove();
    }

    @Test
    void aListIsFilteredByStatusAndName() {
        Map<String, Object> definition = Definitions.small("plain");
        ManagedServer server = ManagedServer.running(api, definition);
        String name = "&name=" + String.valueOf(definition.get("name")).replace(" ", "%20");

        assertThat(found("status=running" + name)).containsExactly(server.id());
        assertThat(found("status=stopped" + name)).isEmpty();
        assertThat(found("status=unknown" + name)).isEmpty();
        assertThat(found("app_id=1" + name)).containsExactly(server.id());
        server.stop().remove();
    }

    @Test
    void aDesktopClientsFileIsTakenOver() {
        Map<String, Object> definition = Definitions.small("plain");
        String name = String.valueOf(definition.get("name"));
        Map<String, Object> entry = Map.of(
                "command", definition.get("command"), "args", definition.get("args"), "alwaysAllow", List.of("exit"));

        Api.Answer imported = api.post(
                SERVERS + "/import", Map.of("mcpServers", Map.of(name, entry, "bad", Map.of("command", "/bin/sh"))));

        assertThat(imported.status()).isEqualTo(200);
        Map<String, JsonNode> items = Map.of(
                imported.body().at("/items/0/name").asString(), imported.body().at("/items/0"),
                imported.body().at("/items/1/name").asString(), imported.body().at("/items/1"));
        assertThat(Objects.requireNonNull(items.get("bad")).at("/error/code").asString())
                .isEqualTo("command_not_allowed");
        assertThat(Objects.requireNonNull(items.get(name)).path("outcome").asString())
                .isEqualTo("created");
        assertThat(items.get(name).path("warnings").toString()).contains("alwaysAllow");
        new ManagedServer(api, items.get(name).path("server_id").asLong())
                .start()
                .stop()
                .remove();
    }

    @Test
    void anImportThatMustBeWholeTakesNothingWhenOneEntryIsBad() {
        Map<String, Object> definition = Definitions.small("plain");
        String name = String.valueOf(definition.get("name"));
        Map<String, Object> entry = Map.of("command", definition.get("command"), "args", definition.get("args"));

        Api.Answer imported = api.post(
                SERVERS + "/import?atomic=true",
                Map.of("mcpServers", Map.of(name, entry, "bad", Map.of("command", "/bin/sh"))));

        assertThat(imported.status()).isEqualTo(200);
        assertThat(imported.body().findValuesAsString("outcome")).containsOnly("rejected");
        assertThat(found("name=" + name.replace(" ", "%20"))).isEmpty();
    }

    @Test
    void theMessagesOfAServerThatRunsAreLoggedFromWhenOneAsks(LocalStack stack) {
        Map<String, Object> definition =
                Definitions.with(Definitions.small("plain"), "env", Map.of("SECRET", "s3cret-in-a-message"));
        ManagedServer server = ManagedServer.running(api, definition);
        Path log = stack.data()
                .resolve("logs/worker-" + server.view().path("worker_id").asString() + ".log");
        assertThat(log).content().doesNotContain("MCP to");

        Api.Answer debug = api.post(server.path("/debug"), Map.of("enabled", true), "Prefer", "wait=20");
        assertThat(debug.body().path("outcome").asString()).isEqualTo("succeeded");
        assertThat(server.get("/tools?refresh=true").path("items").size()).isPositive();

        await().atMost(ManagedServer.PATIENCE)
                .untilAsserted(() -> assertThat(log).content().containsPattern("MCP to .*tools/list"));
        assertThat(log).content().doesNotContain("s3cret-in-a-message");
        server.stop();
        assertThat(api.post(server.path("/debug"), Map.of("enabled", true), "Prefer", "wait=20")
                        .body()
                        .at("/error/code")
                        .asString())
                .isEqualTo("NOT_RUNNING");
        server.remove();
    }

    @Test
    void theWorkersAreListedWithTheirLeases() {
        JsonNode workers = api.get("/internal/workers").body().path("items");

        assertThat(workers.size()).isEqualTo(2);
        assertThat(workers).allSatisfy(worker -> {
            assertThat(worker.path("heartbeat_age_ms").asLong()).isLessThan(30_000);
            assertThat(worker.path("capacity").asInt()).isPositive();
            assertThat(worker.path("containment").asString()).isNotBlank();
            assertThat(worker.path("leases").size())
                    .isEqualTo(worker.path("shards").size());
        });
        assertThat(workers.findValues("shards").stream()
                        .mapToInt(JsonNode::size)
                        .sum())
                .isEqualTo(32);
    }

    private List<Long> found(String query) {
        return api.get(SERVERS + "?" + query).body().path("items").values().stream()
                .map(item -> item.path("server_id").asLong())
                .toList();
    }
}
