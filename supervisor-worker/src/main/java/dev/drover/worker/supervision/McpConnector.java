package dev.drover.worker.supervision;

import dev.drover.worker.lifecycle.CatalogueKind;
import dev.drover.worker.lifecycle.RunId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Speaks MCP to a run of a server. Thread-safe; never blocks its caller. */
public interface McpConnector {
    /**
     * Makes the MCP handshake ({@code initialize}, {@code notifications/initialized}) with it.
     * Has no timeout of its own: the lifecycle ends a run that does not answer.
     *
     * @param requestTimeout of every later request
     * @param onListChanged told which catalogue the server says has changed, perhaps before the result is there; on the
     *     thread that reads the server's messages, which it must not block
     * @return the session, or exceptionally {@link McpFailure}
     */
    CompletableFuture<McpSession> open(
            RunId run, ServerRun server, Duration requestTimeout, Consumer<CatalogueKind> onListChanged);
}
