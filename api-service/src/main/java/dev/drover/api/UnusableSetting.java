package dev.drover.api;

/** A setting with which the service cannot start; the message names it and says what to do. */
final class UnusableSetting extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnusableSetting(String message) {
        super(message, null, false, false);
    }
}
