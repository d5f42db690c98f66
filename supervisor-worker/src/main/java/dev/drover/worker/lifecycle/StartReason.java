package dev.drover.worker.lifecycle;

/** Why a run is begun. */
public enum StartReason {
    COMMAND,
    /** The restart policy. */
    RESTART,
    /** A new definition. */
    DEFINITION,
    /** Another worker, or an earlier incarnation of this one, ran it before. */
    FAILOVER
}
