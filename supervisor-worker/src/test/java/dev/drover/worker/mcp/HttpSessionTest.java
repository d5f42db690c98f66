package dev.drover.worker.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.drover.worker.lifecycle.CatalogueKind;
import dev.drover.worker.lifecycle.Cause;
import dev.drover.worker.lifecycle.Endpoint;
import dev.drover.worker.lifecycle.Endpoint.Transport;
import dev.drover.worker.lifecycle.ErrorCode;
import dev.drover.worker.lifecycle.Exit;
import dev.drover.worker.lifecycle.RunId;
import dev.drover.worker.lifecycle.Secret;
import dev.drover.worker.remote.RemoteHttp;
import dev.drover.worker.supervision.McpFailure;
import dev.drover.worker.supervision.McpSession;
import dev.drover.worker.supervision.ServerRun;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class HttpSessionTest {
    private static final RemoteHttp HTTP = new RemoteHttp((host, address) -> true);
    private static final Duration LONG = Duration.ofSeconds(20);

    @AfterAll
    static void close() {
        HTTP.close();
    }

    private static ServerRun reach(String url, Transport transport) throws Exception {
        Map<String, Secret> headers = Map.of("Authorization", new Secret("Bearer hush-hush"));
        return HTTP.reach(new RunId(7, 1), new Endpoint.Remote(url, transport, headers, false));
    }

    private static McpSession open(ServerRun server) throws Exception {
        return new SdkConnector("0.0.0-test", false)
                .open(new RunId(7, 1), server, LONG, kind -> {})
                .get(20, TimeUnit.SECONDS);
    }

    private static String call(McpSession session) throws Exception {
        return session.callTool("echo", "{}", LONG).get(20, TimeUnit.SECONDS);
    }

    @Test
    void aSessionOverStreamableHttpCarriesItsHeaders() throws Exception {
        try (HttpPeer peer = HttpPeer.streamable()) {
            McpSession session = open(reach(peer.url("/moved"), Transport.AUTO));
            assertThat(session.info().protocolVersion()).isEqualTo("2025-06-18");
            assertThat(session.list(CatalogueKind.TOOLS).get(20, TimeUnit.SECONDS))
                    .isEqualTo("[{\"name\":\"echo\"}]");
            assertThat(peer.got)
                    .extracting(
                            HttpPeer.Got::method,
                            HttpPeer.Got::authorization,
                            HttpPeer.Got::session,
                            HttpPeer.Got::version)
                    .contains(
                            tuple("initialize", "Bearer hush-hush", null, null),
                            tuple("tools/list", "Bearer hush-hush", "s0", "2025-06-18"));
        }
    }

    @Test
    void aServerThatRefusesStreamableHttpIsSpokenToOverSse() throws Exception {
        try (HttpPeer peer = HttpPeer.sse()) {
            McpSession session = open(reach(peer.url("/mcp"), Transport.AUTO));
            assertThat(call(session)).isEqualTo("{\"content\":[]}");
            assertThat(peer.methods())
                    .containsExactly("initialize", "GET", "initialize", "notifications/initialized", "tools/call");
        }
    }

    @Test
    void aForgottenSessionIsMadeAnewWithinTheCall() throws Exception {
        try (HttpPeer peer = HttpPeer.streamable()) {
            McpSession session = open(reach(peer.url("/mcp"), Transport.STREAMABLE_HTTP));
            assertThat(call(session)).isEqualTo("{\"content\":[]}");
            peer.forget();
            peer.got.clear();
            assertThat(call(session)).isEqualTo("{\"content\":[]}");
            // The stream for what it says unasked is opened whenever that comes about.
            assertThat(peer.methods())
                    .filteredOn(method -> !method.equals("GET"))
                    .containsExactly("tools/call", "initialize", "notifications/initialized", "tools/call");
        }
    }

    @Test
    void whoIsStoppedSaysGoodbye() throws Exception {
        try (HttpPeer peer = HttpPeer.streamable()) {
            ServerRun server = reach(peer.url("/mcp"), Transport.STREAMABLE_HTTP);
            open(server);
            server.closeStdin();
            assertThat(server.exit().get(5, TimeUnit.SECONDS)).isEqualTo(new Exit(null, null));
            assertThat(peer.methods()).contains("DELETE");
        }
    }

    @Test
    void aServerThatIsGoneEndsTheRunAndSaysWhy() throws Exception {
        HttpPeer peer = HttpPeer.streamable();
        ServerRun server = reach(peer.url("/mcp"), Transport.STREAMABLE_HTTP);
        McpSession session = open(server);
        peer.close();
        McpFailure failure = (McpFailure) session.ping()
                .handle((pong, e) -> Objects.requireNonNull(e, "no failure"))
                .get(20, TimeUnit.SECONDS);
        assertThat(failure.errorCode()).isEqualTo(ErrorCode.CONNECTION_REFUSED);
        await().atMost(LONG).until(() -> server.exit().isDone());
        assertThat(server.cause())
                .isEqualTo(new Cause(ErrorCode.CONNECTION_REFUSED, peer.url("") + " refused the connection."));
    }

    @Test
    void theEndOfAnSseStreamEndsTheRun() throws Exception {
        HttpPeer peer = HttpPeer.sse();
        ServerRun server = reach(peer.url("/mcp"), Transport.SSE);
        open(server);
        await().atMost(LONG).until(() -> peer.methods().contains("notifications/initialized"));
        peer.close();
        await().atMost(LONG).until(() -> server.exit().isDone());
        assertThat(Objects.requireNonNull(server.cause()).code()).isEqualTo(ErrorCode.CRASHED);
    }

    @Test
    void twoUsersNeverShareAConnectionNorHeaders() throws Exception {
        try (HttpPeer peer = HttpPeer.streamable()) {
            ServerRun server = reach(peer.url("/mcp"), Transport.STREAMABLE_HTTP);
            open(server);
            peer.got.clear();
            ServerRun anna = HTTP.inTheNameOf(new Secret("annas-token"), server);
            ServerRun bert = HTTP.inTheNameOf(new Secret("berts-token"), server);
            McpSession annas = open(anna);
            McpSession berts = open(bert);
            var one = annas.callTool("echo", "{}", LONG);
            var other = berts.callTool("echo", "{}", LONG);
            one.get(20, TimeUnit.SECONDS);
            other.get(20, TimeUnit.SECONDS);
            assertThat(peer.got)
                    .filteredOn(got -> got.method().equals("tools/call"))
                    .extracting(HttpPeer.Got::authorization)
                    .containsExactlyInAnyOrder("Bearer annas-token", "Bearer berts-token");
            assertThat(ports(peer, "annas-token")).doesNotContainAnyElementsOf(ports(peer, "berts-token"));
            assertThat(anna.masked("Bearer annas-token")).doesNotContain("annas-token");
            server.kill();
            assertThat(anna.exit().isDone()).isTrue();
        }
    }

    private static Set<Integer> ports(HttpPeer peer, String token) {
        Set<Integer> ports = peer.got.stream()
                .filter(got -> ("Bearer " + token).equals(got.authorization()) && token.equals(got.user()))
                .map(HttpPeer.Got::port)
                .collect(Collectors.toSet());
        assertThat(ports).isNotEmpty();
        return ports;
    }
}
