package dev.drover.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A remote server whose one tool tells the headers that it was called with, once it is called so often at a time. */
final class HeaderEcho implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final CountDownLatch callers;
    private final Queue<String> listings = new ConcurrentLinkedQueue<>();

    HeaderEcho(int callersAtATime) throws IOException {
        callers = new CountDownLatch(callersAtATime);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/mcp", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/mcp";
    }

    /** The credentials with which its tools were listed. */
    List<String> listedFor() {
        return List.copyOf(listings);
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (!exchange.getRequestMethod().equals("POST")) {
            answer(exchange, 405, "");
            return;
        }
        JsonNode message = JSON.readTree(body);
        if (!message.has("id")) {
            answer(exchange, 202, "");
            return;
        }
        Object result = result(exchange, message.path("method").asString());
        answer(
                exchange,
                200,
                JSON.writeValueAsString(Map.of("jsonrpc", "2.0", "id", message.path("id"), "result", result)));
    }

    private Object result(HttpExchange exchange, String method) {
        String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        return switch (method) {
            case "initialize" ->
                Map.of(
                        "protocolVersion", "2025-11-25",
                        "capabilities", Map.of("tools", Map.of()),
                        "serverInfo", Map.of("name", "headers", "version", "1"));
            case "tools/list" -> {
                listings.add(authorization);
                yield Map.of("tools", List.of(Map.of("name", "headers", "inputSchema", Map.of("type", "object"))));
            }
            case "tools/call" -> {
                awaitTheOthers();
                String told = JSON.writeValueAsString(Map.of(
                        "authorization",
                        authorization,
                        "user",
                        String.valueOf(exchange.getRequestHeaders().getFirst("X-User-Token")),
                        "port",
                        exchange.getRemoteAddress().getPort()));
                yield Map.of("content", List.of(Map.of("type", "text", "text", told)));
            }
            default -> Map.of();
        };
    }

    private void awaitTheOthers() {
        callers.countDown();
        try {
            if (!callers.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("called too seldom");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
