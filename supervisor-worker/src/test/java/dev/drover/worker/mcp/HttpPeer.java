package dev.drover.worker.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** An MCP server over HTTP of a few lines, whose session can be forgotten and which remembers what it was sent. */
final class HttpPeer implements AutoCloseable {
    /** A message as it came in. */
    record Got(
            String method,
            @Nullable String authorization,
            @Nullable String session,
            @Nullable String version,
            @Nullable String user,
            int port) {}

    private static final InetSocketAddress ADDRESS = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    final Queue<Got> got = new ConcurrentLinkedQueue<>();
    private final HttpServer server;
    private final boolean isSse;
    private final AtomicInteger sessions = new AtomicInteger();
    private volatile @Nullable OutputStream stream;
    private volatile String refusal = "\"post to the endpoint\"";

    private HttpPeer(boolean isSse, HttpServer server) {
        this.isSse = isSse;
        this.server = server;
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/mcp", this::handle);
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().add("Location", "/mcp");
            exchange.sendResponseHeaders(307, -1);
            exchange.close();
        });
        server.start();
    }

    static HttpPeer streamable() throws IOException {
        return new HttpPeer(false, HttpServer.create(ADDRESS, 50));
    }

    static HttpPeer sse() throws IOException {
        return new HttpPeer(true, HttpServer.create(ADDRESS, 50));
    }

    static HttpPeer secured(SSLContext certificate) throws IOException {
        HttpsServer server = HttpsServer.create(ADDRESS, 50);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate));
        return new HttpPeer(false, server);
    }

    String url(String path) {
        return (server instanceof HttpsServer ? "https" : "http") + "://127.0.0.1:"
                + server.getAddress().getPort() + path;
    }

    /** What is not posted to the endpoint, with the id of the request for {@code %s}. */
    void refuseWith(String json) {
        refusal = json;
    }

    void forget() {
        sessions.incrementAndGet();
    }

    List<String> methods() {
        return got.stream().map(Got::method).collect(Collectors.toList());
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        Map<String, RawJson> message = body.isBlank() ? Map.of() : new RawJson(body.strip()).fields();
        String method =
                message.isEmpty() ? exchange.getRequestMethod() : String.valueOf(Wire.string(message, "method"));
        got.add(new Got(
                method,
                exchange.getRequestHeaders().getFirst("Authorization"),
                exchange.getRequestHeaders().getFirst("Mcp-Session-Id"),
                exchange.getRequestHeaders().getFirst("MCP-Protocol-Version"),
                exchange.getRequestHeaders().getFirst("X-User-Token"),
                exchange.getRemoteAddress().getPort()));
        RawJson id = message.get("id");
        String answer = id == null ? null : answer(method, id.text());
        if (isSse) {
            sse(exchange, answer, refusal.formatted(id == null ? "null" : id.text()));
        } else {
            streamable(exchange, method, answer);
        }
    }

    private static String answer(String method, String id) {
        String result = switch (method) {
            case "initialize" ->
                "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{\"tools\":{}},"
                        + "\"serverInfo\":{\"name\":\"peer\",\"version\":\"1\"}}";
            case "tools/list" -> "{\"tools\":[{\"name\":\"echo\"}]}";
            default -> "{\"content\":[]}";
        };
        return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":%s}".formatted(id, result);
    }

    private void streamable(HttpExchange exchange, String method, @Nullable String answer) throws IOException {
        String session = "s" + sessions.get();
        if (method.equals("GET")) {
            send(exchange, 405, "no");
        } else if (method.equals("initialize")) {
            exchange.getResponseHeaders().add("Mcp-Session-Id", session);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            send(exchange, 200, String.valueOf(answer));
        } else if (!session.equals(exchange.getRequestHeaders().getFirst("Mcp-Session-Id"))) {
            send(exchange, 404, "no such session");
        } else if (answer == null) {
            send(exchange, 202, "");
        } else {
            exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
            send(exchange, 200, "event: message\ndata: " + answer + "\n\n");
        }
    }

    private void sse(HttpExchange exchange, @Nullable String answer, String refused) throws IOException {
        boolean isPost = exchange.getRequestMethod().equals("POST");
        OutputStream open = stream;
        if (!isPost) {
            exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            stream = exchange.getResponseBody();
            write(exchange.getResponseBody(), "event: endpoint\ndata: /mcp?session=1\n\n");
        } else if (exchange.getRequestURI().getQuery() == null || open == null) {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            send(exchange, 405, refused);
        } else {
            send(exchange, 202, "");
            if (answer != null) {
                write(open, "data: " + answer + "\n\n");
            }
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(UTF_8));
        out.flush();
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
