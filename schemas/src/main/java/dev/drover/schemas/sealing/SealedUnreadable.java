package dev.drover.schemas.sealing;

/** A sealed value does not open: there is no key for it, or it was sealed for another server. Says which key, no more. */
public final class SealedUnreadable extends RuntimeException {
    private static final long serialVersionUID = 1;

    SealedUnreadable(String message) {
        super(message);
    }
}
