/**
 * The log read again: events of {@code mcp.events} and {@code mcp.api-events} as one, in the order of time, in bounded
 * memory. It needs the brokers and nothing else. A {@link dev.drover.api.replay.LogReader} belongs to one thread.
 */
@NullMarked
package dev.drover.api.replay;

import org.jspecify.annotations.NullMarked;
