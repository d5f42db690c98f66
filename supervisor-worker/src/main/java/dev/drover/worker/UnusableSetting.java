package dev.drover.worker;

/** A setting, or something in its surroundings, with which the worker cannot start; the message says what to do. */
final class UnusableSetting extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnusableSetting(String message) {
        super(message, null, false, false);
    }
}
