package dev.drover.worker.lifecycle;

/** What a management command waits for. */
public enum Goal {
    START,
    STOP,
    RESTART,
    REMOVE
}
