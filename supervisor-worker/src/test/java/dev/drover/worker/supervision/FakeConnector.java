package dev.drover.worker.supervision;

import dev.drover.worker.lifecycle.CatalogueKind;
import dev.drover.worker.lifecycle.RunId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Opens sessions when the test says so. */
final class FakeConnector implements McpConnector {
    final Map<RunId, CompletableFuture<McpSession>> opening = new HashMap<>();
    final Map<RunId, Consumer<CatalogueKind>> listeners = new HashMap<>();

    @Override
    public CompletableFuture<McpSession> open(
            RunId run, ServerRun server, Duration requestTimeout, Consumer<CatalogueKind> onListChanged) {
        listeners.put(run, onListChanged);
        return opening.computeIfAbsent(run, id -> new CompletableFuture<>());
    }
}
