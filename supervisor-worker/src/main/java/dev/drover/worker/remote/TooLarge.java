package dev.drover.worker.remote;

/** A message of an HTTP answer is larger than is let through. */
public final class TooLarge extends Exception {
    private static final long serialVersionUID = 1;

    TooLarge(int limit) {
        super("The server's answer is larger than " + limit + " bytes.");
    }
}
