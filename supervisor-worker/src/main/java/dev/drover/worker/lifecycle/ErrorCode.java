package dev.drover.worker.lifecycle;

/** Why a server does not run: the stable codes of {@code last_error} in the HTTP contract. */
public enum ErrorCode {
    COMMAND_NOT_FOUND(true),
    COMMAND_NOT_ALLOWED(true),
    PERMISSION_DENIED(true),
    EXITED_EARLY(false),
    HANDSHAKE_TIMEOUT(false),
    HANDSHAKE_FAILED(false),
    UNAUTHORIZED(true),
    CONNECTION_REFUSED(false),
    HOST_NOT_FOUND(false),
    CONNECT_TIMEOUT(false),
    TLS_FAILED(false),
    REDIRECTED(false),
    NOT_AN_MCP_SERVER(false),
    URL_NOT_ALLOWED(true),
    CRASHED(false),
    UNRESPONSIVE(false),
    RESOURCE_LIMIT(false),
    SECRET_UNREADABLE(true),
    RESTART_LIMIT(false);

    private final boolean isHopeless;

    ErrorCode(boolean isHopeless) {
        this.isHopeless = isHopeless;
    }

    /** Whether another attempt with the same definition on the same worker can only end the same way. */
    public boolean isHopeless() {
        return isHopeless;
    }
}
