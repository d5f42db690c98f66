/**
 * Speaks MCP to servers: an adapter of the ports {@code McpConnector} and {@code McpSession}, over the Java SDK's session
 * and transports of our own. Two daemon threads a process (reader, writer), none a server elsewhere; nothing here blocks a
 * caller.
 */
@NullMarked
package dev.drover.worker.mcp;

import org.jspecify.annotations.NullMarked;
