package dev.drover.worker.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.drover.worker.lifecycle.CatalogueKind;
import dev.drover.worker.lifecycle.Endpoint;
import dev.drover.worker.lifecycle.Endpoint.Transport;
import dev.drover.worker.lifecycle.ErrorCode;
import dev.drover.worker.lifecycle.Secret;
import dev.drover.worker.remote.RemoteHttp;
import dev.drover.worker.supervision.McpFailure;
import dev.drover.worker.supervision.McpFailure.Reason;
import dev.drover.worker.supervision.McpSession;
import dev.drover.worker.supervision.ServerRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that know MCP 2026-07-28 and nothing older. */
class StatelessSessionTest extends SessionFixture {
    private static final String REFUSED =
            "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":-32022,\"message\":\"Unsupported protocol version\"}}";
    private static final String DISCOVERED = "{\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{\"tools\":{}},"
            + "\"_meta\":{\"io.modelcontextprotocol/serverInfo\":{\"name\":\"far\",\"version\":\"3\"}}}";

    private static final String TOOLS = "{\"tools\":[{\"name\":\"regional\",\"inputSchema\":{\"properties\":"
            + "{\"region\":{\"type\":\"string\",\"x-mcp-header\":\"Region\"}}}}]}";

    @Test
    void overStdioItIsFoundOutAndSpokenTo() throws Exception {
        restart("stateless");
        McpSession session = open();
        assertThat(session.info().protocolVersion()).isEqualTo("2026-07-28");
        assertThat(session.info().version()).isEqualTo("2");
        assertThat(get(session.list(CatalogueKind.TOOLS))).contains("\"a\"");
        assertThat(get(session.callTool("echo", "{\"x\":1}", LONG))).contains("\"x\":1");
        assertThat(get(session.ping())).isEqualTo("{}");
        assertThat(get(session.callTool("changed", "{}", LONG))).isNotEmpty();
        await().untilAsserted(() -> assertThat(changes).contains(CatalogueKind.TOOLS));
        String seen = get(session.callTool("seen", "{}", LONG));
        assertThat(seen).contains("subscriptions/listen").doesNotContain("notifications/initialized");
    }

    @Test
    void oneThatAsksBackIsNotLeftWaiting() throws Exception {
        restart("stateless");
        McpFailure failure = failure(open().callTool("askBack", "{}", LONG));
        assertThat(failure.reason()).isEqualTo(Reason.PROTOCOL);
        assertThat(failure).hasMessageContaining("wants to know more");
    }

    @Test
    void aRevisionThatIsNewerStillIsNamed() {
        restart("stateless", "future");
        assertThat(failure(connect(LONG))).hasMessageContaining("2031-01-01");
    }

    @Test
    void overHttpEachPostSaysWhatItIsAbout() throws Exception {
        Queue<List<String>> posts = new ConcurrentLinkedQueue<>();
        HttpServer peer = peer(posts);
        try (RemoteHttp http = new RemoteHttp((host, address) -> true)) {
            McpSession session = get(connector(http, peer));
            assertThat(session.info().protocolVersion()).isEqualTo("2026-07-28");
            assertThat(get(session.callTool("größer", "{}", LONG))).isEqualTo("{\"content\":[]}");
            McpFailure failure = failure(session.readResource("x://none"));
            assertThat(failure.reason()).isEqualTo(Reason.SERVER_ERROR);
            assertThat(failure.serverCode()).isEqualTo(-32602);
            session.close();
            assertThat(posts)
                    .contains(
                            List.of("null", "null", "null"),
                            List.of("2026-07-28", "server/discover", "null"),
                            List.of("2026-07-28", "tools/call", "=?base64?Z3LDtsOfZXI=?="),
                            List.of("2026-07-28", "resources/read", "x://none"));
        } finally {
            peer.stop(0);
        }
    }

    @Test
    void anArgumentThatAToolWantsInAHeaderIsRepeatedThere() throws Exception {
        Queue<List<String>> posts = new ConcurrentLinkedQueue<>();
        HttpServer peer = peer(posts);
        try (RemoteHttp http = new RemoteHttp((host, address) -> true)) {
            McpSession session = get(connector(http, peer));
            assertThat(get(session.callTool("regional", "{\"region\":\"eu\"}", LONG)))
                    .as("once the list of tools has said it")
                    .isEqualTo("{\"content\":[]}");
            session.close();
        } finally {
            peer.stop(0);
        }
    }

    @Test
    void whatIsAskedForAUserIsAskedWithoutTryingAgain() throws Exception {
        Queue<List<String>> posts = new ConcurrentLinkedQueue<>();
        HttpServer peer = peer(posts);
        try (RemoteHttp http = new RemoteHttp((host, address) -> true)) {
            ServerRun remote = reach(http, peer);
            get(open(remote));
            await().atMost(LONG).until(() -> posts.stream().anyMatch(post -> post.contains("subscriptions/listen")));
            posts.clear();
            get(get(open(http.inTheNameOf(new Secret("annas-token"), remote))).callTool("echo", "{}", LONG));
            assertThat(posts)
                    .containsExactly(
                            List.of("2026-07-28", "server/discover", "null"),
                            List.of("2026-07-28", "tools/call", "echo"));
        } finally {
            peer.stop(0);
        }
    }

    /** It has looked at the headers before it looked at the method. */
    @ParameterizedTest
    @ValueSource(ints = {-32020, -32602, -32601})
    void whateverItMissesInAnInitializeItIsFoundOut(int code) throws Exception {
        HttpServer peer = peer(new ConcurrentLinkedQueue<>(), code);
        try (RemoteHttp http = new RemoteHttp((host, address) -> true)) {
            assertThat(get(connector(http, peer)).info().protocolVersion()).isEqualTo("2026-07-28");
        } finally {
            peer.stop(0);
        }
    }

    @Test
    void anOlderOneThatRefusesInWordsOfMcpIsSpokenToOverSse() throws Exception {
        try (HttpPeer peer = HttpPeer.sse();
                RemoteHttp http = new RemoteHttp((host, address) -> true)) {
            peer.refuseWith("{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":-32601,\"message\":\"no\"}}");
            ServerRun remote = http.reach(run, new Endpoint.Remote(peer.url("/mcp"), Transport.AUTO, Map.of(), false));
            assertThat(get(open(remote)).info().protocolVersion()).isEqualTo("2025-06-18");
            await().atMost(LONG).until(() -> peer.methods().contains("notifications/initialized"));
            assertThat(peer.methods())
                    .containsExactly("initialize", "server/discover", "GET", "initialize", "notifications/initialized");
        }
    }

    @Test
    void oneThatIsNoMcpServerAtAllKeepsItsOwnError() throws Exception {
        HttpServer peer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        peer.createContext("/", exchange -> answer(exchange, 400, "{\"error\":\"what?\"}"));
        peer.start();
        try (RemoteHttp http = new RemoteHttp((host, address) -> true)) {
            assertThat(failure(connector(http, peer)).errorCode()).isEqualTo(ErrorCode.NOT_AN_MCP_SERVER);
        } finally {
            peer.stop(0);
        }
    }

    private CompletableFuture<McpSession> connector(RemoteHttp http, HttpServer peer) throws Exception {
        return open(reach(http, peer));
    }

    private ServerRun reach(RemoteHttp http, HttpServer peer) throws Exception {
        String url = "http://127.0.0.1:" + peer.getAddress().getPort() + "/mcp";
        return http.reach(run, new Endpoint.Remote(url, Transport.AUTO, Map.of(), false));
    }

    private CompletableFuture<McpSession> open(ServerRun remote) {
        return new SdkConnector("0.0.0-test", false).open(run, remote, LONG, changes::add);
    }

    private static HttpServer peer(Queue<List<String>> posts) throws IOException {
        return peer(posts, -32022);
    }

    /** @param refusal the code with which it refuses what is of another revision */
    private static HttpServer peer(Queue<List<String>> posts, int refusal) throws IOException {
        HttpServer peer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        peer.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        peer.createContext("/mcp", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            Map<String, RawJson> message = new RawJson(body.strip()).fields();
            posts.add(List.of(
                    header(exchange, "MCP-Protocol-Version"),
                    header(exchange, "Mcp-Method"),
                    header(exchange, "Mcp-Name")));
            String id = String.valueOf(
                    message.get("id") == null ? "null" : message.get("id").text());
            switch (String.valueOf(Wire.string(message, "method"))) {
                case "server/discover" -> answer(exchange, 200, result(id, DISCOVERED));
                case "tools/list" -> answer(exchange, 200, result(id, TOOLS));
                case "tools/call" -> call(exchange, body, id);
                case "resources/read" ->
                    answer(exchange, 404, REFUSED.replace("-32022", "-32602").formatted(id));
                case "initialize" ->
                    answer(
                            exchange,
                            400,
                            REFUSED.replace("-32022", "" + refusal).formatted(id));
                default -> answer(exchange, 400, REFUSED.formatted(id));
            }
        });
        peer.start();
        return peer;
    }

    private static void call(HttpExchange exchange, String body, String id) throws IOException {
        if (body.contains("regional") && !header(exchange, "Mcp-Param-Region").equals("eu")) {
            answer(exchange, 400, REFUSED.replace("-32022", "-32020").formatted(id));
        } else {
            answer(exchange, 200, result(id, "{\"content\":[]}"));
        }
    }

    private static String result(String id, String result) {
        return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":%s}".formatted(id, result);
    }

    private static String header(HttpExchange exchange, String name) {
        return String.valueOf(exchange.getRequestHeaders().getFirst(name));
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
