package dev.drover.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.drover.local.LocalStack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Servers that run elsewhere, and an agent that uses them beside local ones. */
@OnSharedStack
class RemoteServersE2E {

    private final Api api;
    private final Planted planted;

    RemoteServersE2E(Api api, LocalStack stack) {
        this.api = api;
        this.planted = new Planted(stack);
    }

    private ManagedServer remote(String url) {
        return ManagedServer.create(api, Map.of("name", "remote-" + UUID.randomUUID() + "-x", "url", url));
    }

    @Test
    void anAgentCallsToolsOverStdioSseAndStreamableHttp() {
        try (HttpServerProcess streamable = HttpServerProcess.streamable();
                HttpServerProcess sse = HttpServerProcess.sse()) {
            List<ManagedServer> servers = List.of(
                    ManagedServer.create(api, Definitions.node("everything")),
                    remote(streamable.url()),
                    remote(sse.url()));
            String agent = "/internal/agents/" + UUID.randomUUID();
            for (ManagedServer server : servers) {
                server.start();
                server.awaitView(view -> view.path("tool_count").asInt() == 13);
                assertThat(api.put(agent + "/mcp_servers/" + server.id(), Map.of())
                                .status())
                        .isEqualTo(200);
            }
            List<String> echoes = echoes(agent);
            assertThat(echoes).hasSize(3).doesNotHaveDuplicates();
            for (String echo : echoes) {
                Api.Answer answer = call(agent, echo);
                assertThat(answer.body().at("/content/0/text").asString())
                        .as("%s: %s", echo, answer.body())
                        .isEqualTo("Echo: hello");
            }
            servers.getLast().stop();
            assertThat(echoes(agent)).isEqualTo(echoes);
            assertThat(call(agent, echoes.getFirst()).status()).isEqualTo(200);
            assertThat(call(agent, echoes.getLast()).status()).isEqualTo(409);
            servers.forEach(ManagedServer::remove);
        }
    }

    private List<String> echoes(String agent) {
        List<String> names = new ArrayList<>();
        for (JsonNode tool : api.get(agent + "/tools").body().path("items")) {
            if (tool.path("tool").asString().equals("echo")) {
                names.add(tool.path("name").asString());
            }
        }
        return names;
    }

    private Api.Answer call(String agent, String tool) {
        return api.post(agent + "/tools/" + tool + "/call", Map.of("arguments", Map.of("message", "hello")));
    }

    @Test
    void aServerThatGoesAndComesBackIsWaitedFor() {
        try (HttpServerProcess elsewhere = HttpServerProcess.streamable()) {
            ManagedServer server = remote(elsewhere.url()).start();
            elsewhere.end();
            JsonNode view = server.awaitStatus("backing_off");
            assertThat(view.at("/last_error/code").asString()).isEqualTo("CONNECTION_REFUSED");
            assertThat(view.path("next_attempt_at").asString()).isNotBlank();
            elsewhere.comeBack();
            server.awaitStatus("running");
            assertThat(server.call("echo", Map.of("message", "hello")).status()).isEqualTo(200);
            server.remove();
        }
    }

    @Test
    void theNewestProtocolRevisionIsSpokenOverHttpAndStdio() {
        try (HttpServerProcess modern = HttpServerProcess.modern()) {
            for (ManagedServer server : List.of(
                    remote(modern.url()),
                    ManagedServer.create(api, Definitions.command("node", List.of(NpmServers.modern()))))) {
                server.start();
                JsonNode view = server.awaitView(each -> each.path("tool_count").asInt() == 1);
                assertThat(view.path("protocol_version").asString()).isEqualTo("2026-07-28");
                assertThat(view.at("/server_info/name").asString()).isEqualTo("modern");
                assertThat(server.call("echo", Map.of("text", "hello"))
                                .body()
                                .at("/content/0/text")
                                .asString())
                        .isEqualTo("Echo: hello");
                assertThat(api.post(server.path("/resources/read"), Map.of("uri", "modern://motto"))
                                .body()
                                .toString())
                        .contains("without a session");
                assertThat(api.post(server.path("/prompts/greet/get")).body().toString())
                        .contains("Hello");
                assertThat(server.call("none", Map.of())
                                .body()
                                .path("server_code")
                                .asInt())
                        .isEqualTo(-32602);
                server.stop().remove();
            }
        }
    }

    /** Each call waits in the server until the other is there, too. */
    @Test
    void twoUsersAtTheSameTimeAreAskedForOverConnectionsOfTheirOwn() throws Exception {
        String anna = "planted-user-" + UUID.randomUUID();
        String bert = "planted-user-" + UUID.randomUUID();
        try (HeaderEcho echo = new HeaderEcho(2)) {
            ManagedServer server = ManagedServer.running(
                    api, Map.of("name", "users-" + UUID.randomUUID(), "url", echo.url(), "forward_user_token", true));
            String agent = "/internal/agents/" + UUID.randomUUID();
            api.put(agent + "/mcp_servers/" + server.id(), Map.of());
            String tool = api.get(agent + "/tools").body().at("/items/0/name").asString();
            var annas = CompletableFuture.supplyAsync(
                    () -> api.post(server.path("/tools/headers/call"), "X-User-Token", anna));
            Api.Answer berts =
                    api.post(agent + "/tools/" + tool + "/call", Map.of("user_context", Map.of("auth_token", bert)));
            JsonNode first = headers(annas.get(60, TimeUnit.SECONDS));
            JsonNode other = headers(berts);
            assertThat(first.path("authorization").asString()).isEqualTo("Bearer " + anna);
            assertThat(first.path("user").asString()).isEqualTo(anna);
            assertThat(other.path("authorization").asString()).isEqualTo("Bearer " + bert);
            assertThat(other.path("port")).isNotEqualTo(first.path("port"));
            api.get(server.path("/tools?refresh=true"), "X-User-Token", anna);
            assertThat(echo.listedFor()).contains("Bearer " + anna);
            assertThat(planted.find(List.of(anna, bert))).isEmpty();
            assertThat(server.events().toString()).doesNotContain(anna, bert);
            server.remove();
        }
    }

    private static JsonNode headers(Api.Answer answer) {
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        return new JsonMapper().readTree(answer.body().at("/content/0/text").asString());
    }

    @Test
    void wrongCredentialsAreTriedOnce() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        HttpServer strict = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        strict.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        strict.start();
        try {
            ManagedServer server =
                    remote("http://127.0.0.1:" + strict.getAddress().getPort() + "/mcp");
            server.command("start", 60);
            JsonNode view = server.awaitStatus("failed");
            assertThat(view.at("/last_error/code").asString()).isEqualTo("UNAUTHORIZED");
            assertThat(view.at("/last_error/hint").asString()).contains("headers");
            assertThat(requests).hasValue(1);
            server.remove();
        } finally {
            strict.stop(0);
        }
    }
}
