package dev.drover.benchmark.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * An MCP server as a plain child of this JVM, spoken to over its pipes by hand: the least that anybody could do. With an
 * environment as small as the worker's servers have, and without containment. One thread.
 */
public final class BareServer implements AutoCloseable {
    private static final String INITIALIZE = """
            {"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"bare","version":"1"}}""";

    private final Process process;
    private final BufferedReader stdout;
    private final OutputStream stdin;
    private int lastId;

    private BareServer(Process process) {
        this.process = process;
        stdout = process.inputReader(UTF_8);
        stdin = process.getOutputStream();
    }

    /** Spawned and initialised. */
    public static BareServer start(Path script) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("node", script.toString()).redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        String path = environment.getOrDefault("PATH", "/usr/bin:/bin");
        environment.clear();
        environment.putAll(Map.of("PATH", path, "LANG", "C.UTF-8", "HOME", "/tmp", "TMPDIR", "/tmp"));
        BareServer server = new BareServer(builder.start());
        server.request("initialize", INITIALIZE);
        server.write("""
                {"jsonrpc":"2.0","method":"notifications/initialized"}""");
        return server;
    }

    /** @return the line of the answer */
    public String request(String method, String params) throws IOException {
        int id = ++lastId;
        write("{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":%s}".formatted(id, method, params));
        String answer = stdout.readLine();
        if (answer == null || !answer.contains("\"id\":" + id + ",\"result\"")) {
            throw new IOException("The bare server answered " + method + " with " + answer);
        }
        return answer;
    }

    private void write(String line) throws IOException {
        stdin.write((line + "\n").getBytes(UTF_8));
        stdin.flush();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
