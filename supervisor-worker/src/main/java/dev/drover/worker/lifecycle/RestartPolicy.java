package dev.drover.worker.lifecycle;

/** What follows an exit that nobody asked for. {@code ON_FAILURE}: a ready server's exit with code 0 ends stopped. */
public enum RestartPolicy {
    ALWAYS,
    ON_FAILURE,
    NEVER
}
