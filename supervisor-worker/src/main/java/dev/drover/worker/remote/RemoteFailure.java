package dev.drover.worker.remote;

import dev.drover.worker.lifecycle.ErrorCode;

/** A request over HTTP has no answer that is of use. */
public final class RemoteFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;
    private final int status;
    private final String body;

    public RemoteFailure(ErrorCode code, String message) {
        this(code, message, 0, "");
    }

    /**
     * @param status of the answer; 0: there was none
     * @param body of the answer, unmasked; empty: none that is a text of some length
     */
    RemoteFailure(ErrorCode code, String message, int status, String body) {
        super(message);
        this.code = code;
        this.status = status;
        this.body = body;
    }

    /** {@code CRASHED}: the connection broke. */
    public ErrorCode code() {
        return code;
    }

    public String reason() {
        return String.valueOf(getMessage());
    }

    /** Of the answer; 0: there was none. */
    public int status() {
        return status;
    }

    /** Of the answer, as it came and not for a log; empty: none, or far too much. */
    public String body() {
        return body;
    }

    /** Whether the server refused it, and not for who asked: it may know another transport. */
    public boolean isRefusal() {
        return status >= 400 && status < 500 && code != ErrorCode.UNAUTHORIZED;
    }

    /** Whether it is no accident of one request: the next one would fare no better. */
    public boolean isLasting() {
        return switch (code) {
            // 403 is about what was asked for: another request may be allowed.
            case UNAUTHORIZED -> status != 403;
            case CONNECTION_REFUSED, HOST_NOT_FOUND, CONNECT_TIMEOUT, TLS_FAILED, REDIRECTED, URL_NOT_ALLOWED -> true;
            default -> false;
        };
    }
}
