package dev.drover.worker.lifecycle;

/** What follows an exit that nobody asked for. A ready server's exit with code 0 ends stopped, but with {@code ALWAYS}. */
public enum RestartPolicy {
    ALWAYS,
    ON_FAILURE,
    NEVER
}
