package dev.drover.worker.mcp;

import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message on its way to a server over HTTP. Immutable, as long as nobody writes into its body. */
final class Outgoing {
    private final @Nullable Object id;
    private final String method;
    private final byte[] body;
    private final Map<String, String> headers;

    /**
     * @param id of a request; null for what is not answered
     * @param method empty for an answer of ours
     */
    Outgoing(@Nullable Object id, String method, byte[] body) {
        this(id, method, body, Map.of());
    }

    private Outgoing(@Nullable Object id, String method, byte[] body, Map<String, String> headers) {
        this.id = id;
        this.method = method;
        this.body = body;
        this.headers = headers;
    }

    static Outgoing of(JSONRPCMessage message, byte[] body) {
        return switch (message) {
            case JSONRPCRequest request ->
                new Outgoing(request.id(), request.method(), body, Stateless.headers(request));
            case JSONRPCNotification notification -> new Outgoing(null, notification.method(), body);
            case JSONRPCMessage _ -> new Outgoing(null, "", body);
        };
    }

    @Nullable
    Object id() {
        return id;
    }

    String method() {
        return method;
    }

    byte[] body() {
        return body;
    }

    /** What it says of itself beside its body, in a revision without sessions; else empty. */
    Map<String, String> headers() {
        return headers;
    }

    boolean isStateless() {
        return !headers.isEmpty();
    }

    boolean isRequest() {
        return id != null;
    }

    boolean isInitialize() {
        return method.equals(McpSchema.METHOD_INITIALIZE);
    }

    boolean endsHandshake() {
        return method.equals(McpSchema.METHOD_NOTIFICATION_INITIALIZED);
    }

    boolean isPing() {
        return method.equals(McpSchema.METHOD_PING) || method.equals(Stateless.DISCOVER);
    }

    /** Whether the server may get it twice. */
    boolean isRepeatable() {
        return !method.equals(McpSchema.METHOD_TOOLS_CALL);
    }
}
