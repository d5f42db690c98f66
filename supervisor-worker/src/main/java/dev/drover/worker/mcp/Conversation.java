package dev.drover.worker.mcp;

import dev.drover.worker.lifecycle.RunId;
import dev.drover.worker.supervision.McpFailure;
import dev.drover.worker.supervision.McpFailure.Reason;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * What a transport tells the SDK's session. The session knows neither a request's own timeout nor the end of a server; so
 * this answers in the server's stead when no answer will come: the result that the session gets is either the server's
 * {@link RawJson} or a {@link McpFailure}. Thread-safe.
 */
final class Conversation {
    static final int LARGEST_REPLY = 8 * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

    private final RunId run;
    private final Set<String> notifications;
    private final UnaryOperator<String> masking;
    private final PendingRequests pending;
    private final Consumer<Object> onEnd;
    private volatile Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> session = message -> message;

    /**
     * @param notifications the methods of those that are passed on; others are ignored
     * @param masking takes the server's secrets out of a text
     * @param onEnd told the id of each request that is answered or has failed
     */
    Conversation(RunId run, Set<String> notifications, UnaryOperator<String> masking, Consumer<Object> onEnd) {
        this.run = run;
        this.notifications = notifications;
        this.masking = masking;
        pending = new PendingRequests((id, failure) -> {
            onEnd.accept(id);
            deliver(JSONRPCResponse.result(id, failure));
        });
        this.onEnd = onEnd;
    }

    void begin(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        session = handler;
    }

    /**
     * A request is about to be sent.
     *
     * @param cancel tells the server that nobody waits any more
     */
    void await(JSONRPCRequest request, @Nullable Duration timeout, Consumer<JSONRPCNotification> cancel) {
        double seconds = timeout == null ? 0 : timeout.toMillis() / 1e3;
        pending.add(request.id(), timeout, () -> {
            String reason = "No answer to %s within %s s.".formatted(request.method(), seconds);
            if (fail(request.id(), new McpFailure(Reason.TIMEOUT, reason))) {
                Map<String, Object> params = Map.of("requestId", request.id(), "reason", reason);
                cancel.accept(new JSONRPCNotification("notifications/cancelled", params));
            }
        });
    }

    /** Whether it is what somebody waits for. */
    boolean receive(JSONRPCMessage message, int size) {
        return switch (message) {
            case JSONRPCResponse response -> receive(response, size);
            case JSONRPCNotification n when !notifications.contains(n.method()) -> false;
            case JSONRPCMessage other -> {
                deliver(other);
                yield false;
            }
        };
    }

    private boolean receive(JSONRPCResponse response, int size) {
        if (size > LARGEST_REPLY) {
            failAll(tooLarge(LARGEST_REPLY));
            return false;
        }
        boolean isAwaited = pending.answered(response.id());
        if (isAwaited) {
            onEnd.accept(response.id());
            deliver(response);
        }
        return isAwaited;
    }

    private void deliver(JSONRPCMessage message) {
        session.apply(Mono.just(message))
                .subscribe(
                        handled -> {},
                        e -> LOG.warn("{}: a message could not be handled: {}", run, masking.apply(String.valueOf(e))));
    }

    static McpFailure tooLarge(int limit) {
        return new McpFailure(Reason.TOO_LARGE, "The server's answer is larger than " + limit + " bytes.");
    }

    /** False if it is not pending. */
    boolean fail(Object id, McpFailure failure) {
        return pending.fail(id, failure);
    }

    /** What is pending now. */
    void failAll(McpFailure failure) {
        pending.failAll(failure);
    }

    /** Fails what is pending and whatever will be, all with the reason of the first call. */
    void end(McpFailure failure) {
        pending.end(failure);
    }

    boolean isAwaited(Object id) {
        return pending.contains(id);
    }

    boolean hasEnded() {
        return pending.hasEnded();
    }
}
