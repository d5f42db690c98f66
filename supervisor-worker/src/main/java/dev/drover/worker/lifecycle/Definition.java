package dev.drover.worker.lifecycle;

import java.time.Duration;

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
        Duration requestTimeout) {}
