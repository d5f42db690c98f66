package dev.drover.worker.supervision;

import dev.drover.worker.lifecycle.ErrorCode;
import org.jspecify.annotations.Nullable;

/** A request to an MCP server has no result. */
public final class McpFailure extends Exception {
    private static final long serialVersionUID = 1;

    /** Why. */
    public enum Reason {
        /** No answer in time. */
        TIMEOUT,
        /** The process ended, or closed its stdout, before it answered. */
        EXITED,
        /** The server answered with a JSON-RPC error. */
        SERVER_ERROR,
        /** The server's answer is not what MCP prescribes. */
        PROTOCOL,
        /** The answer is larger than is let through. */
        TOO_LARGE,
        /** As much is asked of the server at a time as may be. */
        BUSY,
        /** It did not reach a server elsewhere, or was turned away before MCP came into it. */
        UNREACHABLE
    }

    private final Reason reason;
    private final @Nullable Integer serverCode;
    private final @Nullable ErrorCode errorCode;

    public McpFailure(Reason reason, String message) {
        this(reason, message, null);
    }

    /** @param serverCode the JSON-RPC error's code, with {@link Reason#SERVER_ERROR} */
    public McpFailure(Reason reason, String message, @Nullable Integer serverCode) {
        super(message);
        this.reason = reason;
        this.serverCode = serverCode;
        this.errorCode = null;
    }

    /** @param errorCode why it is {@link Reason#UNREACHABLE} */
    public McpFailure(ErrorCode errorCode, String message) {
        super(message);
        this.reason = Reason.UNREACHABLE;
        this.serverCode = null;
        this.errorCode = errorCode;
    }

    private McpFailure(McpFailure same, String otherMessage) {
        super(otherMessage);
        this.reason = same.reason;
        this.serverCode = same.serverCode;
        this.errorCode = same.errorCode;
    }

    /** The same in other words. */
    McpFailure saying(String otherMessage) {
        return new McpFailure(this, otherMessage);
    }

    public Reason reason() {
        return reason;
    }

    public @Nullable Integer serverCode() {
        return serverCode;
    }

    /** What the failure says about the server, beyond the one request; null: nothing. */
    public @Nullable ErrorCode errorCode() {
        return errorCode;
    }
}
