package dev.drover.worker.lease;

import org.jspecify.annotations.Nullable;

/** What may happen to a shard. Results of a claim's steps carry its attempt: those of an earlier one change nothing. */
public sealed interface LeaseInput {
    /** The group has given it to this worker. */
    record Assigned() implements LeaseInput {}

    /** The group will give it to another, after the hand-over. */
    record Revoked() implements LeaseInput {}

    /** The group may have given it to another. */
    record Lost() implements LeaseInput {}

    /** @param last null: there is none */
    record Looked(long attempt, @Nullable LastRecord last) implements LeaseInput {}

    record Proven(long attempt) implements LeaseInput {}

    /** Others are shut out, and this is the last that they have written. */
    record Found(long attempt, @Nullable LastRecord last) implements LeaseInput {}

    /** @param begun when the sending of the claim began */
    record Claimed(long attempt, long offset, long begun) implements LeaseInput {}

    /** A step of a claim failed; nobody knows whether it had an effect. */
    record Failed(long attempt) implements LeaseInput {}

    /** A renewal is committed, whose sending began then. */
    record Renewed(long ticket, long begun) implements LeaseInput {}

    /** @param isTaken false: the guard does not have the deadline */
    record Guarded(long ticket, boolean isTaken) implements LeaseInput {}

    /** The writer of this claim found itself shut out. */
    record Fenced(long claim) implements LeaseInput {}

    /** The writer of this claim does not know whether its last commit took place, or brokers do not answer. */
    record Broken(long claim) implements LeaseInput {}

    /** Another process has written a claim. */
    record ForeignClaim(long offset) implements LeaseInput {}

    /** Nothing is left of the process that made this claim. */
    record Obituary(long claim) implements LeaseInput {}

    /** A server is about to be started. */
    record SpawnAsked(long ask) implements LeaseInput {}

    /** No process of the shard is left, and none is about to be started. */
    record Emptied() implements LeaseInput {}

    /** All servers have been stopped and the last events are committed. */
    record AtRest() implements LeaseInput {}

    /** The release is written, or could not be. */
    record Released() implements LeaseInput {}

    /** The writer is closed and no step of a claim is under way. */
    record Closed() implements LeaseInput {}

    /** Time has passed. */
    record Tick() implements LeaseInput {}
}
