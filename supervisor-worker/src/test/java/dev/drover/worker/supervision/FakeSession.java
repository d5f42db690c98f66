package dev.drover.worker.supervision;

import dev.drover.worker.lifecycle.CatalogueKind;
import dev.drover.worker.lifecycle.ServerInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Remembers what it was asked, and answers when the test says so. */
final class FakeSession implements McpSession {
    static final ServerInfo INFO = new ServerInfo("2025-11-25", "fake", "1 " + FakeProcess.SECRET, "{}");

    final List<Request> requests = new ArrayList<>();

    /** One request; {@code name} is the tool's, the list's, or what it is. */
    record Request(String name, CompletableFuture<String> answer) {}

    private CompletableFuture<String> ask(String name) {
        Request request = new Request(name, new CompletableFuture<>());
        requests.add(request);
        return request.answer();
    }

    /** The last request of that name. */
    CompletableFuture<String> answer(String name) {
        return requests.reversed().stream()
                .filter(request -> request.name().equals(name))
                .findFirst()
                .orElseThrow()
                .answer();
    }

    long count(String name) {
        return requests.stream().filter(request -> request.name().equals(name)).count();
    }

    @Override
    public ServerInfo info() {
        return INFO;
    }

    @Override
    public CompletableFuture<String> list(CatalogueKind kind) {
        return ask(kind.name());
    }

    @Override
    public CompletableFuture<String> callTool(String tool, String arguments, Duration timeout) {
        return ask(tool);
    }

    @Override
    public CompletableFuture<String> readResource(String uri) {
        return ask(uri);
    }

    @Override
    public CompletableFuture<String> getPrompt(String prompt, String arguments) {
        return ask(prompt);
    }

    @Override
    public CompletableFuture<String> ping() {
        return ask("ping");
    }

    @Override
    public void debug(boolean enabled) {
        requests.add(new Request("debug " + enabled, new CompletableFuture<>()));
    }

    @Override
    public void close() {
        McpFailure failure = new McpFailure(McpFailure.Reason.EXITED, "The process ended.");
        requests.forEach(request -> request.answer().completeExceptionally(failure));
    }
}
