package dev.drover.worker.supervision;

import dev.drover.worker.lifecycle.CatalogueKind;
import dev.drover.worker.lifecycle.ServerInfo;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * An MCP session that has been initialised. Every method returns at once; its result arrives on any thread, which
 * its receivers must not block, or is exceptionally an {@link McpFailure}, at the latest when the request's timeout is over
 * or the process has ended. Results are JSON texts of the server's own result objects, with every field it sent.
 */
public interface McpSession {
    ServerInfo info();

    /** The whole list, all pages joined, as a JSON array; empty if the server does not offer such a list. */
    CompletableFuture<String> list(CatalogueKind kind);

    /**
     * MCP {@code tools/call}. A call that is out of time is cancelled with {@code notifications/cancelled}.
     *
     * @param arguments a JSON object
     * @param timeout how long to wait, at most; the request timeout if that is shorter
     */
    CompletableFuture<String> callTool(String tool, String arguments, Duration timeout);

    /** MCP {@code resources/read}. */
    CompletableFuture<String> readResource(String uri);

    /** MCP {@code prompts/get}; {@code arguments} is a JSON object of strings. */
    CompletableFuture<String> getPrompt(String prompt, String arguments);

    /** MCP {@code ping}; completes with {@code "{}"}. */
    CompletableFuture<String> ping();

    /** Whether its messages, secrets masked, are logged from now on. */
    void debug(boolean enabled);

    /** Fails what is pending with {@link McpFailure.Reason#EXITED}. The process is left alone. */
    void close();
}
