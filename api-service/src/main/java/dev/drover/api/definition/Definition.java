package dev.drover.api.definition;

/**
 * What a managed server is; every limit of the HTTP contract holds.
 *
 * @param startupTimeoutSeconds from spawn to the end of the MCP handshake, 1 to 600
 * @param requestTimeoutSeconds of one MCP request, 1 to 300
 */
public record Definition(
        String name,
        String description,
        Endpoint endpoint,
        RestartPolicy restart,
        int startupTimeoutSeconds,
        int requestTimeoutSeconds) {

    public Definition with(Endpoint otherEndpoint) {
        return new Definition(name, description, otherEndpoint, restart, startupTimeoutSeconds, requestTimeoutSeconds);
    }

    public Definition with(RestartPolicy otherRestart) {
        return new Definition(name, description, endpoint, otherRestart, startupTimeoutSeconds, requestTimeoutSeconds);
    }
}
