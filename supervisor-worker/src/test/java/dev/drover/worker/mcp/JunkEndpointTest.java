package dev.drover.worker.mcp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.worker.lifecycle.Endpoint;
import dev.drover.worker.lifecycle.Endpoint.Transport;
import dev.drover.worker.lifecycle.ErrorCode;
import dev.drover.worker.lifecycle.RunId;
import dev.drover.worker.lifecycle.Secret;
import dev.drover.worker.remote.RemoteHttp;
import dev.drover.worker.supervision.McpFailure;
import dev.drover.worker.supervision.McpSession;
import dev.drover.worker.supervision.ServerRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Endpoints that are anything but MCP servers: each ends in its own error, and holds no thread. */
class JunkEndpointTest {
    private static final RemoteHttp HTTP = new RemoteHttp((host, address) -> !host.equals("127.0.0.2"));
    private static final int MANY = 500;

    @AfterAll
    static void close() {
        HTTP.close();
    }

    /** How an answer goes on after its beginning. */
    private enum Going {
        /** The connection is closed. */
        CLOSES,
        /** Nothing follows. */
        SILENT,
        /** As much as is taken. */
        FLOODS,
        /** A byte now and then. */
        DRIPS
    }

    /** Answers each request with the same bytes, and goes on as it goes on. */
    private static final class Junk implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, MANY, InetAddress.getLoopbackAddress());
        private final List<Socket> taken = new ArrayList<>();
        private final CountDownLatch over = new CountDownLatch(1);
        private final byte[] answer;
        private final Going going;

        Junk(String answer, Going going) throws IOException {
            this.answer = answer.getBytes(ISO_8859_1);
            this.going = going;
            Thread.ofPlatform().daemon().start(this::serve);
        }

        String url(String scheme) {
            return scheme + "://127.0.0.1:" + socket.getLocalPort() + "/mcp";
        }

        private void serve() {
            try {
                while (true) {
                    Socket client = socket.accept();
                    taken.add(client);
                    Thread.startVirtualThread(() -> answer(client));
                }
            } catch (IOException e) {
                // closed: the test is over
            }
        }

        private void answer(Socket client) {
            try {
                if (client.getInputStream().read(new byte[4096]) > 0) {
                    client.getOutputStream().write(answer);
                    goOn(client);
                }
                if (going != Going.SILENT) {
                    client.close();
                }
            } catch (IOException | InterruptedException e) {
                // it has had enough
            }
        }

        private void goOn(Socket client) throws IOException, InterruptedException {
            byte[] flood = "x".repeat(64 * 1024).getBytes(ISO_8859_1);
            while (going == Going.FLOODS) {
                client.getOutputStream().write(flood);
            }
            while (going == Going.DRIPS && !over.await(200, TimeUnit.MILLISECONDS)) {
                client.getOutputStream().write(' ');
            }
        }

        @Override
        public void close() throws IOException {
            over.countDown();
            socket.close();
            for (Socket client : taken) {
                client.close();
            }
        }
    }

    private static ServerRun reach(String url) throws Exception {
        return reach(HTTP, url);
    }

    private static ServerRun reach(RemoteHttp http, String url) throws Exception {
        return http.reach(
                new RunId(7, 1), new Endpoint.Remote(url, Transport.AUTO, Map.of("X-Key", new Secret("hush")), false));
    }

    private static CompletableFuture<McpSession> open(ServerRun server) {
        return new SdkConnector("0.0.0-test", false).open(new RunId(7, 1), server, Duration.ofSeconds(5), kind -> {});
    }

    private static @Nullable ErrorCode failure(String url) throws Exception {
        return failure(reach(url));
    }

    private static @Nullable ErrorCode failure(ServerRun server) throws Exception {
        Throwable failure = open(server)
                .handle((session, e) -> Objects.requireNonNull(e, "no failure"))
                .get(20, TimeUnit.SECONDS);
        assertThat(failure).isInstanceOf(McpFailure.class);
        assertThat(failure.getMessage()).doesNotContain("hush");
        return ((McpFailure) failure).errorCode();
    }

    private static @Nullable ErrorCode failure(String answer, boolean isEndless) throws Exception {
        try (Junk junk = new Junk(answer, isEndless ? Going.FLOODS : Going.CLOSES)) {
            return failure(junk.url("http"));
        }
    }

    private static String http(String status, String headers, String body) {
        return "HTTP/1.1 %s\r\n%sContent-Length: %d\r\n\r\n%s".formatted(status, headers, body.length(), body);
    }

    @Test
    void whatCannotBeReachedSaysWhy() throws Exception {
        Junk gone = new Junk("", Going.CLOSES);
        gone.close();
        assertThat(failure(gone.url("http"))).isEqualTo(ErrorCode.CONNECTION_REFUSED);
        assertThat(failure("http://no-such-host.invalid/mcp")).isEqualTo(ErrorCode.HOST_NOT_FOUND);
        assertThat(failure("http://127.0.0.2:9/mcp")).isEqualTo(ErrorCode.URL_NOT_ALLOWED);
        try (Junk plain = new Junk("not TLS at all", Going.CLOSES)) {
            assertThat(failure(plain.url("https"))).isEqualTo(ErrorCode.TLS_FAILED);
        }
    }

    /** Its queue of connections is full, so it answers no more than a host that is not there. */
    @Test
    void whoDoesNotTakeAConnectionIsNotWaitedForLong() throws Exception {
        List<SocketChannel> queue = new ArrayList<>();
        try (RemoteHttp hasty = new RemoteHttp((host, address) -> true, Duration.ofMillis(300));
                ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 4; i++) {
                queue.add(SocketChannel.open());
                queue.getLast().configureBlocking(false);
                queue.getLast().connect(full.getLocalSocketAddress());
            }
            assertThat(failure(reach(hasty, "http://127.0.0.1:" + full.getLocalPort() + "/mcp")))
                    .isEqualTo(ErrorCode.CONNECT_TIMEOUT);
        } finally {
            for (SocketChannel waiting : queue) {
                waiting.close();
            }
        }
    }

    @Test
    void whatDoesNotSpeakMcpSaysWhat() throws Exception {
        assertThat(failure("SSH-2.0-OpenSSH_9.2\r\n", false)).isEqualTo(ErrorCode.NOT_AN_MCP_SERVER);
        assertThat(failure(http("200 OK", "Content-Type: text/html\r\n", "<p>hush</p>"), false))
                .isEqualTo(ErrorCode.NOT_AN_MCP_SERVER);
        assertThat(failure(http("404 Not Found", "", "hush"), false)).isEqualTo(ErrorCode.NOT_AN_MCP_SERVER);
        assertThat(failure(http("502 Bad Gateway", "", ""), false)).isEqualTo(ErrorCode.HANDSHAKE_FAILED);
        assertThat(failure("", false)).isEqualTo(ErrorCode.HANDSHAKE_FAILED);
        assertThat(failure("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n", true))
                .as("an endless answer")
                .isNull();
        assertThat(failure("HTTP/1.1 200 OK\r\nX-Header: ", true))
                .as("an endless head")
                .isEqualTo(ErrorCode.NOT_AN_MCP_SERVER);
    }

    @Test
    void whoTurnsAwayIsNotAskedAgain() throws Exception {
        assertThat(failure(http("401 Unauthorized", "", "no hush"), false)).isEqualTo(ErrorCode.UNAUTHORIZED);
        assertThat(failure(http("307 Moved", "Location: http://127.0.0.3/\r\n", ""), false))
                .isEqualTo(ErrorCode.REDIRECTED);
    }

    @Test
    void hundredsThatDoNotAnswerHoldNoThread() throws Exception {
        String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
        try (Junk silent = new Junk(head, Going.SILENT);
                Junk dripping = new Junk(head + "\r\n", Going.DRIPS)) {
            failure("http://127.0.0.2:9/mcp");
            int before = threads();
            List<ServerRun> servers = new ArrayList<>();
            List<CompletableFuture<McpSession>> sessions = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                servers.add(reach((i % 2 == 0 ? silent : dripping).url("http")));
                sessions.add(open(servers.getLast()));
            }
            assertThat(sessions).noneMatch(CompletableFuture::isDone);
            assertThat(threads()).isLessThanOrEqualTo(before);
            servers.forEach(ServerRun::kill);
            assertThat(sessions).allMatch(CompletableFuture::isCompletedExceptionally);
        }
    }

    /** Of the client: the endpoint's own are not counted. */
    private static int threads() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.isVirtual() && !thread.getName().startsWith("ForkJoinPool"))
                .count();
    }
}
