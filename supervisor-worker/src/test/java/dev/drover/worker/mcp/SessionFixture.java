package dev.drover.worker.mcp;

import dev.drover.worker.lifecycle.CatalogueKind;
import dev.drover.worker.lifecycle.RunId;
import dev.drover.worker.supervision.McpFailure;
import dev.drover.worker.supervision.McpSession;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;

/** A test's own server process and the sessions with it. */
class SessionFixture {
    static final Duration LONG = Duration.ofSeconds(30);
    private static final AtomicLong RUNS = new AtomicLong();

    final RunId run = new RunId(7, RUNS.incrementAndGet());
    final Queue<CatalogueKind> changes = new ConcurrentLinkedQueue<>();
    NodeServer server = new NodeServer();

    @AfterEach
    void endServer() {
        server.close();
    }

    void restart(String... traits) {
        server.close();
        server = new NodeServer(traits);
    }

    CompletableFuture<McpSession> connect(Duration requestTimeout) {
        return new SdkConnector("0.0.0-test", false).open(run, server, requestTimeout, changes::add);
    }

    McpSession open() throws Exception {
        return get(connect(LONG));
    }

    McpSession open(Duration requestTimeout) throws Exception {
        return get(connect(requestTimeout));
    }

    static <T> T get(CompletableFuture<T> result) throws Exception {
        return result.get(20, TimeUnit.SECONDS);
    }

    static McpFailure failure(CompletableFuture<?> result) {
        return (McpFailure) result.handle((value, e) -> Objects.requireNonNull(e, "no failure but " + value))
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    /** How many threads belong to the sessions of this test. */
    long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("mcp-.*-%d-%d".formatted(run.serverId(), run.run())))
                .count();
    }
}
