/**
 * Questions to live servers: a query goes straight to {@code mcp.commands}, its answer comes back on {@code
 * mcp.replies} to the replica that asked. Controllers block, on virtual threads; replies arrive on the tail's thread.
 */
@NullMarked
package dev.drover.api.query;

import org.jspecify.annotations.NullMarked;
