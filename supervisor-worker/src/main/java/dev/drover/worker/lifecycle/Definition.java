package dev.drover.worker.lifecycle;

import java.time.Duration;
import java.util.Map;

/**
 * What a managed server is.
 *
 * @param generation 1 for a server's first definition, one more for each change
 * @param startupTimeout from spawn to the end of the MCP handshake, 1 to 600 s
 * @param requestTimeout of one MCP request, 1 to 300 s
 */
public record Definition(
        long generation,
        String name,
        Endpoint endpoint,
        RestartPolicy restart,
        Duration startupTimeout,
        Duration requestTimeout) {
    /** What may be kept of it when the server is no more. */
    Definition withoutSecrets() {
        Endpoint bare = switch (endpoint) {
            case Endpoint.Stdio stdio -> new Endpoint.Stdio(stdio.command(), stdio.args(), Map.of());
            case Endpoint.Remote remote ->
                new Endpoint.Remote(remote.url(), remote.transport(), Map.of(), remote.forwardsUserToken());
        };
        return new Definition(generation, name, bare, restart, startupTimeout, requestTimeout);
    }
}
