package dev.drover.schemas.sealing;

/** There is no keyset where one should be, or not one of the kind that is wanted. Never quotes it. */
public final class UnusableKeyset extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnusableKeyset(String message, Throwable cause) {
        super(message, cause);
    }
}
