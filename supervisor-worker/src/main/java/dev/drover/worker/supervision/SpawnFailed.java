package dev.drover.worker.supervision;

import dev.drover.worker.lifecycle.ErrorCode;

/** No process came to be. */
public final class SpawnFailed extends Exception {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;

    /** @param message for the operator: what, why, and what to do */
    public SpawnFailed(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }
}
