package dev.drover.worker.supervision;

import dev.drover.worker.lifecycle.Secret;
import dev.drover.worker.supervision.McpFailure.Reason;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Asks servers elsewhere in the name of platform users: a session for each request, over a connection that nobody else has,
 * ended with it. What fails is told without the user's token. Used by the supervisor's thread only.
 */
final class UserSessions {
    private final RemoteHost remotes;
    private final McpConnector connector;
    private final Mailbox mailbox;
    private final int mostPerServer;
    private final Map<Long, Integer> open = new HashMap<>();

    /** @param mostPerServer at a time */
    UserSessions(RemoteHost remotes, McpConnector connector, Mailbox mailbox, int mostPerServer) {
        this.remotes = remotes;
        this.connector = connector;
        this.mailbox = mailbox;
        this.mostPerServer = mostPerServer;
    }

    CompletableFuture<String> ask(
            LiveRun run, ServerRun server, Secret userToken, Function<McpSession, CompletableFuture<String>> request) {
        long serverId = run.id().serverId();
        if (open.getOrDefault(serverId, 0) >= mostPerServer) {
            return CompletableFuture.failedFuture(new McpFailure(
                    Reason.BUSY,
                    "The server is asked for %d users already: one more must wait.".formatted(mostPerServer)));
        }
        ServerRun own = remotes.inTheNameOf(userToken, server);
        open.merge(serverId, 1, Integer::sum);
        // Whatever ends it, a lost shard too: it is over when its connection is.
        var _ = own.exit().thenAccept(exit -> mailbox.submit(new Message.Follow(() -> ended(serverId))));
        Duration patience = run.requestTimeout();
        return Attempt.of(() -> connector.open(run.id(), own, patience, kind -> {}))
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .thenCompose(request)
                .whenComplete((result, failure) -> own.closeStdin())
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(told(failure, own, patience)));
    }

    private void ended(long serverId) {
        open.computeIfPresent(serverId, (id, count) -> count == 1 ? null : count - 1);
    }

    private static Throwable told(Throwable failure, ServerRun own, Duration patience) {
        Throwable cause = Refusals.cause(failure);
        if (cause instanceof TimeoutException) {
            return new McpFailure(
                    Reason.TIMEOUT, "No session for the user within %d s.".formatted(patience.toSeconds()));
        }
        return cause instanceof McpFailure mcp ? mcp.saying(own.masked(String.valueOf(mcp.getMessage()))) : cause;
    }
}
