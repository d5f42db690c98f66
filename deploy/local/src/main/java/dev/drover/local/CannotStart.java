package dev.drover.local;

import java.io.Serial;

/** Why the stack does not come up, in one line for the person who started it. */
public final class CannotStart extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    public CannotStart(String message) {
        super(message);
    }

    public CannotStart(String message, Throwable cause) {
        super(message, cause);
    }
}
