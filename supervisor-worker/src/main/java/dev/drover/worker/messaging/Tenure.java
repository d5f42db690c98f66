package dev.drover.worker.messaging;

/**
 * How this worker owns a shard.
 *
 * @param claim its present claim
 * @param unbrokenSince the first of its claims since which no other process has owned the shard
 * @param lease what it may do at present
 */
public record Tenure(long claim, long unbrokenSince, Lease lease) {
    /** As the heartbeat says it. */
    public enum Lease {
        /** Nothing yet: a predecessor's lease may not be over. */
        WAITING,
        /** Run servers. */
        HELD,
        /** Nothing runs; it renews before it starts a server. */
        IDLE,
        /** Servers go on until the lease is over or somebody claims the shard. */
        LOST
    }
}
