package dev.drover.benchmark.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Managed servers that run the small server, over a connection of its own. One thread. */
public final class Servers implements AutoCloseable {
    private static final String PATH = "/internal/mcp_servers";
    private static final String WAIT = "Prefer: wait=60";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Api api;
    private final HttpConnection connection;

    public Servers(Api api) throws IOException {
        this.api = api;
        connection = api.connect();
    }

    /** Stopped. */
    public long create(Path script) throws IOException {
        String definition = """
                {"name":"small %s","command":"node","args":["%s"]}""".formatted(UUID.randomUUID(), script);
        return json("POST", PATH, definition, 201).path("server_id").asLong();
    }

    public List<Long> create(Path script, int count) throws IOException {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(create(script));
        }
        return ids;
    }

    /** Returns when that is visible. */
    public void start(long id) throws IOException {
        ended(id, "start", "running");
    }

    /** Returns when that is visible. */
    public void stop(long id) throws IOException {
        ended(id, "stop", "stopped");
    }

    /** Takes a start without waiting for it. */
    public void order(long id) throws IOException {
        json("POST", path(id) + "/start", null, 202);
    }

    public String status(long id) throws IOException {
        return json("GET", path(id), null, 200).path("status").asString();
    }

    /** Checks that it runs, and never had to be started again. */
    public void requireFirstRun(long id) throws IOException {
        JsonNode server = json("GET", path(id), null, 200);
        boolean isFirst = server.path("restarts").asInt() == 0;
        if (!isFirst || !server.path("status").asString().equals("running")) {
            throw new IOException("Server " + id + " did not start at once: " + server);
        }
    }

    public void refreshTools(long id) throws IOException {
        json("GET", path(id) + "/tools?refresh=true", null, 200);
    }

    /** Calls {@code echo}. */
    public void call(long id, String message) throws IOException {
        String arguments = "{\"arguments\":{\"message\":\"" + message + "\"}}";
        JsonNode answer = json("POST", path(id) + "/tools/echo/call", arguments, 200);
        if (!answer.path("content").path(0).path("text").asString().equals(message)) {
            throw new IOException("echo answered " + answer);
        }
    }

    public void remove(long id) throws IOException {
        json("DELETE", path(id), null, 202);
    }

    /** A start or stop of each, at once, without waiting for an outcome. */
    public static void all(Api api, List<Long> ids, String verb) throws InterruptedException {
        new HttpLoad(api, 16, 202)
                .each(ids.stream()
                        .map(id -> api.request("POST", path(id) + "/" + verb, null))
                        .toList());
    }

    public static String path(long id) {
        return PATH + "/" + id;
    }

    private void ended(long id, String verb, String status) throws IOException {
        JsonNode answer = json("POST", path(id) + "/" + verb, null, 200, WAIT);
        if (!answer.path("status").asString().equals(status)) {
            throw new IOException("Server " + id + " after its " + verb + ": " + answer);
        }
    }

    private JsonNode json(String method, String path, @Nullable String body, int expected, String... headers)
            throws IOException {
        HttpConnection.Answer answer = connection.exchange(api.request(method, path, body, headers));
        if (answer.status() != expected) {
            throw new IOException(method + " " + path + " was answered " + answer);
        }
        return JSON.readTree(answer.body());
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
