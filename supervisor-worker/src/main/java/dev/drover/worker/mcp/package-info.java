/**
 * Speaks MCP to servers: an adapter of the ports {@code McpConnector} and {@code McpSession}, over the Java SDK's session
 * and a stdio transport of our own. Two daemon threads a server (reader, writer); nothing here blocks a caller.
 */
@NullMarked
package dev.drover.worker.mcp;

import org.jspecify.annotations.NullMarked;
