package dev.drover.worker.simulation;

/** A rule of the protocol that is broken on purpose: the simulation must find it. */
enum Mutant {
    NONE,
    /** A claimant does not wait for the end of its predecessor's lease. */
    NO_WAIT,
    /** A renewal counts from when its commit was answered. */
    COUNTED_FROM_COMMIT,
    /** A shard counts as empty while processes of it run. */
    IDLE_WITH_PROCESSES,
    /** Nothing outside the worker ends its servers while it is frozen. */
    NO_GUARD,
    /** A server starts without a renewal that was begun after it was asked for. */
    NO_SPAWN_GATE,
    /** Whoever had the shard is not shut out. */
    NO_FENCING,
    /** What is written after the shard was lost is kept for the next claim. */
    LATE_STEPS,
    /** Commands that were read before a claim count as read for it. */
    STALE_COMMANDS
}
