/** What MCP servers themselves may call, and the tokens with which they do. */
@NullMarked
package dev.drover.api.router;

import org.jspecify.annotations.NullMarked;
