package dev.drover.worker.lease;

/** What is to be done about a transition, in order. */
public sealed interface LeaseEffect {
    /** A step that waits for brokers; carried out one after the other, those of a claim only while it is wanted. */
    sealed interface Slow extends LeaseEffect {}

    /** Read the lease to its end. */
    record Look(long attempt) implements Slow {}

    /** Commit a position with the group's present generation. */
    record Prove(long attempt) implements LeaseEffect {}

    /** Shut out whoever has the shard, then read lease and state to their ends. */
    record Fence(long attempt) implements Slow {}

    record WriteClaim(long attempt) implements Slow {}

    /** Write what was found to be the last, and close the writer. */
    record WriteRelease() implements Slow {}

    /** End the writer's producer. */
    record Close() implements Slow {}

    /**
     * Let the supervisor work.
     *
     * @param goesOn nobody else has owned the shard: it works on with what it knows, instead of what the log says
     */
    record Open(boolean goesOn) implements LeaseEffect {}

    record WriteRenewal(long ticket) implements LeaseEffect {}

    record WriteIdle(long ticket) implements LeaseEffect {}

    /** Stop servers in good order. */
    record StopServers() implements LeaseEffect {}

    /** Kill what runs at once, and forget what was not committed. */
    record Kill() implements LeaseEffect {}

    /** Give the guard the end of the lease. */
    record ExtendGuard(long ticket, long deadline) implements LeaseEffect {}

    record ReleaseGuard() implements LeaseEffect {}

    /** Answer a server's start. */
    record Answer(long ask, boolean mayRun) implements LeaseEffect {}

    /** The group may give the shard to another. */
    record HandedOver() implements LeaseEffect {}
}
