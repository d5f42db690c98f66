package dev.drover.worker.mcp;

import dev.drover.worker.supervision.McpFailure;
import dev.drover.worker.supervision.McpFailure.Reason;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientSession;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

/**
 * Requests of the SDK's session with a timeout each, whose results are the server's own JSON. Thread-safe.
 *
 * @param meta what each request carries in a revision without sessions; else empty
 */
record Requests(McpClientSession session, SessionTransport transport, Map<String, ?> meta) {
    private static final TypeRef<Object> AS_IT_IS = new TypeRef<>() {};

    Requests(McpClientSession session, SessionTransport transport) {
        this(session, transport, Map.of());
    }

    /** In a revision without sessions from now on. */
    Requests stateless(Map<String, ?> itsMeta) {
        transport.beStateless();
        return new Requests(session, transport, itsMeta);
    }

    boolean isStateless() {
        return !meta.isEmpty();
    }

    /** @param timeout null: waits until the process ends; zero or less: nothing is sent */
    Mono<RawJson> send(String method, Map<String, ?> params, @Nullable Duration timeout) {
        Map<String, ?> all = isStateless() ? Stateless.with(meta, params) : params;
        if (timeout == null) {
            return results(session.sendRequest(method, all, AS_IT_IS));
        }
        if (!timeout.isPositive()) {
            return Mono.error(new McpFailure(Reason.TIMEOUT, "No time was left for " + method + "."));
        }
        return results(session.sendRequest(method, all, AS_IT_IS)
                .contextWrite(context -> context.put(SessionTransport.TIMEOUT, timeout)));
    }

    private Mono<RawJson> results(Mono<Object> replies) {
        return replies.handle((reply, sink) -> {
            switch (reply) {
                case RawJson result
                when isStateless() && asksBack(result) ->
                    sink.error(new McpFailure(
                            Reason.PROTOCOL,
                            "The server wants to know more before it answers; nobody is there to say it."));
                case RawJson result -> sink.next(result);
                case McpFailure failure -> sink.error(failure);
                default -> throw new IllegalStateException("a reply that no transport makes: " + reply.getClass());
            }
        });
    }

    /** It may not, of a client that offers no such thing. */
    private static boolean asksBack(RawJson result) {
        return "input_required".equals(Wire.string(result.fields(), "resultType"));
    }

    Mono<Void> tell(String notification) {
        return session.sendNotification(notification, null);
    }

    void close() {
        // The transport first: it knows how to fail what is pending.
        transport.close();
        session.close();
    }

    /** Starts it, and reports JSON that cannot be read as what it is: the server's fault. */
    static <T> CompletableFuture<T> future(Mono<T> result) {
        CompletableFuture<T> future = new CompletableFuture<>();
        result.subscribe(future::complete, e -> future.completeExceptionally(failure(e)));
        return future;
    }

    private static Throwable failure(Throwable e) {
        return e instanceof JacksonException unreadable
                ? new McpFailure(Reason.PROTOCOL, "The server's JSON is not valid: " + unreadable.getOriginalMessage())
                : e;
    }
}
