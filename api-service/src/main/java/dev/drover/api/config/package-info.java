/** {@code mcp_configs}: documents of connections, each entry of which is a managed server. Any request's thread. */
@NullMarked
package dev.drover.api.config;

import org.jspecify.annotations.NullMarked;
