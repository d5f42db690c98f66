package dev.drover.worker.lifecycle;

/** What somebody wants of a server, apart from what it does. */
public enum DesiredState {
    RUNNING,
    STOPPED,
    REMOVED
}
