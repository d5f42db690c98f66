package dev.drover.worker.lifecycle;

/** Why a server does not run: the stable codes of {@code last_error} in the HTTP contract. */
public enum ErrorCode {
    COMMAND_NOT_FOUND,
    COMMAND_NOT_ALLOWED,
    PERMISSION_DENIED,
    EXITED_EARLY,
    HANDSHAKE_TIMEOUT,
    HANDSHAKE_FAILED,
    UNAUTHORIZED,
    CONNECTION_REFUSED,
    HOST_NOT_FOUND,
    CONNECT_TIMEOUT,
    TLS_FAILED,
    REDIRECTED,
    NOT_AN_MCP_SERVER,
    URL_NOT_ALLOWED,
    CRASHED,
    UNRESPONSIVE,
    RESOURCE_LIMIT,
    SECRET_UNREADABLE,
    RESTART_LIMIT;

    /** Whether another attempt with the same definition on the same worker can only end the same way. */
    public boolean isHopeless() {
        return switch (this) {
            case COMMAND_NOT_FOUND, COMMAND_NOT_ALLOWED, PERMISSION_DENIED, URL_NOT_ALLOWED, SECRET_UNREADABLE -> true;
            case EXITED_EARLY,
                    HANDSHAKE_TIMEOUT,
                    HANDSHAKE_FAILED,
                    UNAUTHORIZED,
                    CONNECTION_REFUSED,
                    HOST_NOT_FOUND,
                    CONNECT_TIMEOUT,
                    TLS_FAILED,
                    REDIRECTED,
                    NOT_AN_MCP_SERVER,
                    CRASHED,
                    UNRESPONSIVE,
                    RESOURCE_LIMIT,
                    RESTART_LIMIT -> false;
        };
    }
}
