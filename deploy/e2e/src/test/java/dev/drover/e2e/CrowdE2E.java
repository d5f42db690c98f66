package dev.drover.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import tools.jackson.databind.JsonNode;

/** Many servers, many commands, and many clients at a time, in an app of their own. */
@OnSharedStack
class CrowdE2E {
    private static final String SERVERS = "/internal/mcp_servers";

    private final Api api;
    private long app;

    CrowdE2E(Api api) {
        this.api = api;
    }

    @BeforeEach
    void ownApp(TestInfo test) {
        app = api.post("/internal/apps", Map.of("name", test.getDisplayName()))
                .body()
                .path("app_id")
                .asLong();
    }

    @Test
    void aListByCursorShowsEachServerOnceWhileOthersAreCreated() throws Exception {
        List<Long> before = imported(500);
        AtomicBoolean isRead = new AtomicBoolean();
        List<Long> read = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> writer = clients.submit(() -> {
                int created = 0;
                while (!isRead.get()) {
                    created += imported(1).size();
                }
                return created;
            });
            String cursor = "";
            do {
                JsonNode page = api.get(list("&limit=25" + cursor)).body();
                ids(page).forEach(read::add);
                cursor = page.path("next_cursor").isNull()
                        ? ""
                        : "&cursor=" + page.path("next_cursor").asString();
            } while (!cursor.isEmpty());
            isRead.set(true);
            assertThat(writer.get()).isPositive();
            assertThat(read).doesNotHaveDuplicates().containsAll(before);
            removeAll(clients);
        }
    }

    @Test
    void aBurstOfStartsAndStopsEndsStoppedWithOneOutcomeForEach() {
        ManagedServer server = ManagedServer.create(api, Definitions.small("plain"));

        List<String> commands = Stream.of("start", "stop", "start", "stop")
                .map(verb -> server.command(verb, 0).body().path("command_id").asString())
                .toList();

        await().atMost(ManagedServer.PATIENCE)
                .untilAsserted(() -> assertThat(outcomes(server).keySet()).containsAll(commands));
        assertThat(server.view().path("desired_status").asString()).isEqualTo("stopped");
        server.awaitStatus("stopped");
        assertThat(commands).allSatisfy(id -> assertThat(outcomes(server)).containsEntry(id, 1L));
        assertThat(commands.stream()
                        .map(id -> api.get("/internal/commands/" + id)
                                .body()
                                .path("outcome")
                                .asString()))
                .allMatch(List.of("succeeded", "superseded")::contains);
        server.remove();
    }

    @Test
    void aStormOfStartsEndsWithEveryServerRunningOnce() throws Exception {
        List<ManagedServer> servers =
                imported(100).stream().map(id -> new ManagedServer(api, id)).toList();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Api.Answer>> starts = IntStream.range(0, 200)
                    .<Callable<Api.Answer>>mapToObj(
                            number -> () -> servers.get(number % 100).command("start", 0))
                    .toList();
            for (Future<Api.Answer> start : clients.invokeAll(starts)) {
                assertThat(start.get().status()).isEqualTo(202);
            }

            await().atMost(ManagedServer.PATIENCE)
                    .untilAsserted(() -> assertThat(ids(
                                    api.get(list("&status=running&limit=500")).body()))
                            .hasSize(100));
            assertThat(servers)
                    .allSatisfy(server ->
                            assertThat(server.history()).containsExactly("server_starting", "server_started"));
            assertThat(servers.stream().map(ManagedServer::pid)).doesNotHaveDuplicates();
            removeAll(clients);
        }
    }

    /** Small servers in the test's app, stopped. */
    private List<Long> imported(int count) {
        Map<String, Object> entries = new HashMap<>();
        while (entries.size() < count) {
            Map<String, Object> definition = Definitions.small("plain");
            entries.put(String.valueOf(definition.remove("name")), definition);
        }
        return ids(api.post(SERVERS + "/import", entries, "X-App-Id", Long.toString(app))
                .body());
    }

    private String list(String more) {
        return SERVERS + "?app_id=" + app + more;
    }

    private static List<Long> ids(JsonNode list) {
        return list.path("items").values().stream()
                .map(item -> item.path("server_id").asLong())
                .toList();
    }

    private void removeAll(ExecutorService clients) throws InterruptedException {
        for (List<Long> left = all(); !left.isEmpty(); left = all()) {
            clients.invokeAll(left.stream()
                    .<Callable<Api.Answer>>map(id -> () -> api.delete(SERVERS + "/" + id))
                    .toList());
            long last = left.getLast();
            await().atMost(ManagedServer.PATIENCE)
                    .until(() -> api.get(SERVERS + "/" + last).status() == 404);
        }
    }

    private List<Long> all() {
        return ids(api.get(list("&limit=500")).body());
    }

    /** How many outcomes each command has in the server's history. */
    private static Map<String, Long> outcomes(ManagedServer server) {
        return server.events().stream()
                .filter(event -> event.path("type").asString().startsWith("command_"))
                .collect(Collectors.groupingBy(event -> event.path("command_id").asString(), Collectors.counting()));
    }
}
