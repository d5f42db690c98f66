package dev.drover.api.access;

import dev.drover.api.ApiUnderTest;
import dev.drover.api.ApiUnderTest.AppKey;
import org.jspecify.annotations.Nullable;

/**
 * Two apps with a server each, and credentials of all kinds.
 *
 * @param app the one that is looked at
 * @param config of no servers
 * @param commandId of a command of its server
 * @param foreignKey may manage the other app
 * @param foreignToken of the other app's server, which should run
 */
record Tenants(
        long app,
        long server,
        long config,
        String commandId,
        AppKey readKey,
        AppKey manageKey,
        AppKey revokedKey,
        AppKey foreignKey,
        String token,
        String revokedToken,
        String foreignToken) {
    static final String MISSING = "999999999";

    static Tenants of(ApiUnderTest api) {
        long app = api.createApp("walked through");
        long other = api.createApp("walks through others");
        long server = api.createServer("walked", "X-App-Id", Long.toString(app));
        // An agent of the same id: of the server's app, and nobody else's.
        api.send("PUT", "/internal/agents/" + server + "/mcp_servers/" + server, "{}");
        String empty = "{\"name\": \"walked\", \"config_data\": {}, \"app_id\": " + app + "}";
        long config = api.post("/internal/mcp_configs", empty)
                .body()
                .path("config_id")
                .asLong();
        api.send("PUT", "/internal/agents/" + config + "/mcp_configs/" + config, "{}");
        long foreign = api.createServer("walking", "X-App-Id", Long.toString(other));
        String commandId = start(api, server);
        start(api, foreign);
        AppKey revoked = api.createKey(app, "manage");
        api.delete(revoked.path());
        String tokens = tokens(server);
        var revokedToken = api.post(tokens, null).body();
        api.delete(tokens + "/" + revokedToken.path("token_id").asLong());
        return new Tenants(
                app,
                server,
                config,
                commandId,
                api.createKey(app, "read"),
                api.createKey(app, "manage"),
                revoked,
                api.createKey(other, "manage"),
                api.post(tokens, null).text("token"),
                revokedToken.path("token").asString(""),
                api.post(tokens(foreign), null).text("token"));
    }

    private static String tokens(long server) {
        return "/internal/mcp_servers/" + server + "/tokens";
    }

    private static String start(ApiUnderTest api, long server) {
        return api.post("/internal/mcp_servers/" + server + "/start", null).text("command_id");
    }

    /** The id of a key that is good, and a secret that is not its own. */
    String guessedKey() {
        String key = manageKey.key();
        return key.substring(0, key.length() - 43) + "A".repeat(43);
    }

    /** What is the first app's, to put into this route. */
    String idFor(String route) {
        if (route.contains("/commands/")) {
            return commandId;
        }
        if (route.contains("/mcp_configs")) {
            return Long.toString(config);
        }
        return Long.toString(route.contains("/apps/") ? app : server);
    }

    /** What a route needs to get as far as looking for what it names. */
    static @Nullable String bodyFor(String route) {
        if (route.startsWith("GET") || route.startsWith("DELETE")) {
            return null;
        }
        if (route.endsWith("/debug")) {
            return "{\"enabled\": true}";
        }
        if (route.contains("/internal/mcp_configs")) {
            return "{\"name\": \"walked again\", \"config_data\": {}}";
        }
        return route.endsWith("/resources/read") ? "{\"uri\": \"a:b\"}" : "{}";
    }
}
