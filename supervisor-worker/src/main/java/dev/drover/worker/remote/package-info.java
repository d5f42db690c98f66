/**
 * The network: HTTP to servers elsewhere, over one client for all of them. Knows nothing of MCP. Its two threads drive every
 * connection; nothing here blocks a caller.
 */
@NullMarked
package dev.drover.worker.remote;

import org.jspecify.annotations.NullMarked;
