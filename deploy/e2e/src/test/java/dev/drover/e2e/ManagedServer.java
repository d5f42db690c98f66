package dev.drover.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** One server under management, as a client of the API sees it. Any thread may use it. */
record ManagedServer(Api api, long id) {

    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String SERVERS = "/internal/mcp_servers";
    private static final Duration POLL = Duration.ofMillis(200);

    /** Stopped. */
    static ManagedServer create(Api api, Map<String, ?> definition) {
        Api.Answer created = api.post(SERVERS, definition);
        assertThat(created.status()).as("%s", created.body()).isEqualTo(201);
        return new ManagedServer(api, created.body().path("server_id").asLong());
    }

    static ManagedServer running(Api api, Map<String, ?> definition) {
        return create(api, definition).start();
    }

    ManagedServer start() {
        return succeed("start");
    }

    ManagedServer stop() {
        return succeed("stop");
    }

    private ManagedServer succeed(String verb) {
        Api.Answer answer = command(verb, 60);
        assertThat(answer.body().path("outcome").asString())
                .as("%s: %s", verb, answer.body())
                .isEqualTo("succeeded");
        return this;
    }

    /** {@code start}, {@code stop} or {@code restart}, waiting for its outcome for so long. */
    Api.Answer command(String verb, int waitSeconds) {
        return api.post(path("/" + verb), "Prefer", "wait=" + waitSeconds);
    }

    String path(String rest) {
        return SERVERS + "/" + id + rest;
    }

    /** What the API says of it. */
    JsonNode view() {
        return get("");
    }

    String status() {
        return view().path("status").asString();
    }

    long pid() {
        return view().path("pid").asLong();
    }

    /** The body of a GET below its path, which must be answered with 200. */
    JsonNode get(String rest) {
        Api.Answer answer = api.get(path(rest));
        assertThat(answer.status()).as("%s: %s", path(rest), answer.body()).isEqualTo(200);
        return answer.body();
    }

    Api.Answer call(String tool, Map<String, ?> arguments) {
        return api.post(path("/tools/" + tool + "/call"), Map.of("arguments", arguments));
    }

    /** Its view once that has the property. */
    JsonNode awaitView(Predicate<JsonNode> property) {
        return await().atMost(PATIENCE).pollInterval(POLL).until(this::view, property);
    }

    JsonNode awaitStatus(String status) {
        return awaitView(view -> view.path("status").asString().equals(status));
    }

    /** Its events, oldest first. */
    List<JsonNode> events() {
        List<JsonNode> newestFirst = new ArrayList<>();
        get("/events?limit=500").path("items").forEach(newestFirst::add);
        return newestFirst.reversed();
    }

    List<JsonNode> events(String type) {
        return events().stream()
                .filter(event -> event.path("type").asString().equals(type))
                .toList();
    }

    /** The types of the events that are about its runs, oldest first. */
    List<String> history() {
        Set<String> runs = Set.of(
                "server_starting",
                "server_started",
                "server_stopping",
                "server_stopped",
                "server_crashed",
                "server_failed");
        return events().stream()
                .map(event -> event.path("type").asString())
                .filter(runs::contains)
                .toList();
    }

    void awaitHistory(String... types) {
        await().atMost(PATIENCE)
                .pollInterval(POLL)
                .untilAsserted(() -> assertThat(history()).containsExactly(types));
    }

    void remove() {
        assertThat(api.delete(path("")).status()).isEqualTo(202);
    }
}
