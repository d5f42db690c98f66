package dev.drover.api.auditor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.api.ApiAgainstRealParts;
import dev.drover.api.ApiUnderTest;
import dev.drover.api.ApiUnderTest.Answer;
import dev.drover.api.ApiUnderTest.AppKey;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** Does whatever the description says can be done, and looks for what it left in the log. */
@ExtendWith(ApiAgainstRealParts.class)
@TestInstance(Lifecycle.PER_CLASS)
class EveryChangeIsAuditedIT {
    /** They ask a server something, which its owner tells of: the worker's tests look for that. */
    private static final Set<String> QUERIES = Set.of(
            "POST /internal/mcp_servers/{}/tools/{}/call",
            "POST /internal/agents/{}/tools/{}/call",
            "POST /internal/mcp_servers/{}/resources/read",
            "POST /internal/mcp_servers/{}/prompts/{}/get",
            "POST /mcp/v1/servers/{}/resources/read");

    private final ApiUnderTest api;
    private final Map<String, Change> changes = new LinkedHashMap<>();
    private final long app;
    private final long server;

    /** @param app null: none is concerned */
    private record Change(String type, @Nullable Long app, Supplier<Answer> doing) {}

    EveryChangeIsAuditedIT(ApiUnderTest api) {
        this.api = api;
        app = api.createApp("audited");
        server = api.createServer("audited", ofApp());
        long removable = api.createServer("removable", ofApp());
        long otherApp = api.createApp("removed soon");
        AppKey key = api.createKey(app, "read");
        String servers = "/internal/mcp_servers";
        String mine = servers + "/" + server;
        String definition = "{\"name\": \"n%d\", \"command\": \"node\"}";
        put(
                "POST /internal/apps",
                "app_created",
                null,
                () -> api.post("/internal/apps", "{\"name\": \"audited too\"}"));
        put("DELETE /internal/apps/{}", "app_removed", otherApp, () -> api.delete("/internal/apps/" + otherApp));
        String keys = "/internal/apps/" + app + "/api_keys";
        put(
                "POST /internal/apps/{}/api_keys",
                "key_created",
                app,
                () -> api.post(keys, "{\"name\": \"k\", \"scope\": \"read\"}"));
        put(
                "DELETE /internal/apps/{}/pseudonyms",
                "persons_forgotten",
                app,
                () -> api.delete("/internal/apps/" + app + "/pseudonyms"));
        put("DELETE /internal/apps/{}/api_keys/{}", "key_revoked", app, () -> api.delete(key.path()));
        put(
                "POST /internal/mcp_servers",
                "define_requested",
                app,
                () -> api.post(servers, definition.formatted(1), ofApp()));
        put(
                "POST /internal/mcp_servers/test",
                "define_requested",
                app,
                () -> later(() -> api.post(servers + "/test", "{\"command\": \"node\"}", ofApp())));
        put(
                "POST /internal/mcp_servers/import",
                "define_requested",
                app,
                () -> api.post(servers + "/import", "{\"imported\": {\"command\": \"node\"}}", ofApp()));
        put(
                "PUT /internal/mcp_servers/{}",
                "define_requested",
                app,
                () -> api.send("PUT", mine, definition.formatted(2)));
        put("DELETE /internal/mcp_servers/{}", "remove_requested", app, () -> api.delete(servers + "/" + removable));
        for (String command : Set.of("start", "stop", "restart")) {
            put(
                    "POST /internal/mcp_servers/{}/" + command,
                    command + "_requested",
                    app,
                    () -> api.post(mine + "/" + command, null));
        }
        put(
                "POST /internal/mcp_servers/{}/debug",
                "debug_requested",
                app,
                () -> api.post(mine + "/debug", "{\"enabled\": true}"));
        put("POST /internal/mcp_servers/{}/tokens", "token_created", app, () -> api.post(mine + "/tokens", null));
        put("DELETE /internal/mcp_servers/{}/tokens/{}", "token_revoked", app, this::revokeToken);
        put("POST /mcp/v1/callback", "callback_received", app, this::callBack);
        put("POST /internal/audit/projection/rebuild", "rebuild_requested", null, this::rebuild);
        agentsAndConfigurations();
    }

    private void agentsAndConfigurations() {
        String configs = "/internal/mcp_configs";
        String document = "{\"name\": \"%s\", \"config_data\": {}}";
        long id = api.post(configs, document.formatted("audited"), ofApp())
                .body()
                .path("config_id")
                .asLong();
        String config = configs + "/" + id;
        String theirs = "/internal/agents/audited/mcp_servers/" + server;
        String configured = "/internal/agents/audited/mcp_configs/" + id;
        put(
                "POST /internal/mcp_configs",
                "config_created",
                app,
                () -> api.post(configs, document.formatted("audited too"), ofApp()));
        put(
                "PUT /internal/mcp_configs/{}",
                "config_replaced",
                app,
                () -> api.send("PUT", config, document.formatted("audited again")));
        put("PUT /internal/agents/{}/mcp_servers/{}", "agent_server_put", app, () -> api.send("PUT", theirs, "{}"));
        put("DELETE /internal/agents/{}/mcp_servers/{}", "agent_server_deleted", app, () -> api.delete(theirs));
        put("PUT /internal/agents/{}/mcp_configs/{}", "agent_config_put", app, () -> api.send("PUT", configured, "{}"));
        put("DELETE /internal/agents/{}/mcp_configs/{}", "agent_config_deleted", app, () -> api.delete(configured));
        put("DELETE /internal/mcp_configs/{}", "config_deleted", app, () -> api.delete(config));
    }

    private void put(String route, String type, @Nullable Long ofApp, Supplier<Answer> doing) {
        changes.put(route, new Change(type, ofApp, doing));
    }

    private String[] ofApp() {
        return new String[] {"X-App-Id", Long.toString(app)};
    }

    /** A trial without a worker ends long after it was written down that there is one. */
    private Answer later(Supplier<Answer> slow) {
        Thread.ofVirtual().start(() -> {
            try {
                var _ = slow.get();
            } catch (UncheckedIOException e) {
                // Nobody waits for it.
            }
        });
        return api.get("/internal/workers");
    }

    private Answer revokeToken() {
        String tokens = "/internal/mcp_servers/" + server + "/tokens";
        return api.delete(
                tokens + "/" + api.post(tokens, null).body().path("token_id").asLong());
    }

    private Answer callBack() {
        api.post("/internal/mcp_servers/" + server + "/start", null);
        String token =
                api.post("/internal/mcp_servers/" + server + "/tokens", null).text("token");
        return api.sendAs(
                "POST", "/mcp/v1/callback", "{\"event\": \"e\", \"payload\": {}}", "Authorization", "Bearer " + token);
    }

    private Answer rebuild() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !api.get("/internal/audit/projection/rebuild")
                        .text("state")
                        .equals("running"));
        return api.post("/internal/audit/projection/rebuild", null);
    }

    @Test
    void everyOperationThatIsNoReadLeavesItsEvent() {
        Set<String> described = new TreeSet<>();
        api.description()
                .path("paths")
                .forEachEntry((path, operations) -> operations.propertyNames().stream()
                        .filter(method -> !method.equals("get"))
                        .forEach(method -> described.add(
                                method.toUpperCase(Locale.ROOT) + " " + path.replaceAll("\\{[^}]*}", "{}"))));
        described.removeAll(QUERIES);
        assertThat(changes.keySet()).containsExactlyInAnyOrderElementsOf(described);

        changes.forEach((route, change) -> {
            int before = count(change);
            assertThat(change.doing().get().status()).as(route).isBetween(200, 299);
            await(route).atMost(Duration.ofSeconds(20)).until(() -> count(change) > before);
        });
    }

    @Test
    void accessThatIsRefusedLeavesItsEvent() {
        AppKey key = api.createKey(app, "read");
        Change refused =
                new Change("access_refused", app, () -> api.sendWith(key, "POST", "/internal/mcp_servers", "{}"));
        assertThat(refused.doing().get().status()).isEqualTo(403);
        await().atMost(Duration.ofSeconds(20)).until(() -> count(refused) == 1);
        Answer lines = api.get("/internal/audit/events?type=access_refused&app_id=" + app);
        assertThat(lines.body().at("/0/actor").asString()).isEqualTo("key:" + key.keyId());
        assertThat(lines.body().at("/0/code").asString()).isEqualTo("insufficient_scope");
    }

    private int count(Change change) {
        String ofApp = change.app() == null ? "" : "&app_id=" + change.app();
        return api.get("/internal/audit/events?type=" + change.type() + ofApp)
                .body()
                .size();
    }
}
