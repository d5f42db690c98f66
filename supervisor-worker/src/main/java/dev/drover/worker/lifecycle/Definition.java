package dev.drover.worker.lifecycle;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a managed server is.
 *
 * @param generation 1 for a server's first definition, one more for each change
 * @param startupTimeout from spawn to the end of the MCP handshake, 1 to 600 s
 * @param requestTimeout of one MCP request, 1 to 300 s
 * @param routerToken the server's own credential for the API's router; null: it has none
 */
public record Definition(
        long generation,
        String name,
        Endpoint endpoint,
        RestartPolicy restart,
        Duration startupTimeout,
        Duration requestTimeout,
        @Nullable Secret routerToken) {
    /** The variable in which a server finds its own credential for the API's router. */
    public static final String ROUTER_TOKEN = "DROVER_TOKEN";

    /** Of a server without a credential for the router. */
    public Definition(
            long generation,
            String name,
            Endpoint endpoint,
            RestartPolicy restart,
            Duration startupTimeout,
            Duration requestTimeout) {
        this(generation, name, endpoint, restart, startupTimeout, requestTimeout, null);
    }

    /** Its program with that credential in its environment, unless the definition itself sets such a variable. */
    public Endpoint.Stdio withRouterToken(Endpoint.Stdio program) {
        if (routerToken == null || program.env().containsKey(ROUTER_TOKEN)) {
            return program;
        }
        Map<String, Secret> env = new HashMap<>(program.env());
        env.put(ROUTER_TOKEN, routerToken);
        return new Endpoint.Stdio(program.command(), program.args(), env);
    }

    /** What may be kept of it when the server is no more. */
    Definition withoutSecrets() {
        Endpoint bare = switch (endpoint) {
            case Endpoint.Stdio stdio -> new Endpoint.Stdio(stdio.command(), stdio.args(), Map.of());
            case Endpoint.Remote remote -> remote.with(Map.of());
        };
        return new Definition(generation, name, bare, restart, startupTimeout, requestTimeout);
    }
}
