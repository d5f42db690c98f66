package dev.drover.worker.simulation;

import dev.drover.worker.lifecycle.CatalogueKind;
import dev.drover.worker.lifecycle.ServerInfo;
import dev.drover.worker.supervision.McpSession;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A session in which nobody asks anything but whether it lives. */
final class SimSession implements McpSession {
    @Override
    public ServerInfo info() {
        return new ServerInfo("2025-11-25", "simulated", "1", "{}");
    }

    @Override
    public CompletableFuture<String> list(CatalogueKind kind) {
        return new CompletableFuture<>();
    }

    @Override
    public CompletableFuture<String> callTool(String tool, String arguments, Duration timeout) {
        return new CompletableFuture<>();
    }

    @Override
    public CompletableFuture<String> readResource(String uri) {
        return new CompletableFuture<>();
    }

    @Override
    public CompletableFuture<String> getPrompt(String prompt, String arguments) {
        return new CompletableFuture<>();
    }

    @Override
    public CompletableFuture<String> ping() {
        return CompletableFuture.completedFuture("{}");
    }

    @Override
    public void debug(boolean enabled) {
        // there is no wire to log
    }

    @Override
    public void close() {
        // nothing is pending that anybody waits for
    }
}
