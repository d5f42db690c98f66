package dev.drover.worker.lifecycle;

/**
 * What a server said of itself in the MCP handshake.
 *
 * @param capabilities a JSON object
 */
public record ServerInfo(String protocolVersion, String name, String version, String capabilities) {}
