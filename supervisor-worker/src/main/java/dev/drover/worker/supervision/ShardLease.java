package dev.drover.worker.supervision;

import java.util.concurrent.CompletableFuture;

/** What lets a shard's servers run. Thread-safe; never blocks its caller. */
public interface ShardLease {
    /**
     * A server is about to start. Completes with true once the lease has been renewed by a renewal begun after this call and
     * guarded; with false when the shard is given up. Waits while the shard is claimed again.
     */
    CompletableFuture<Boolean> ask();

    /** Whether servers may run at this moment; asked just before one does. */
    boolean holds();

    /** Every process tree of the shard is reaped, and none is about to be started. */
    void emptied();
}
