package dev.drover.worker.supervision;

import dev.drover.worker.lifecycle.Input;
import dev.drover.worker.query.Answer;
import dev.drover.worker.query.Asked;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What other threads tell the supervisor. */
public sealed interface Message {
    /**
     * This worker owns the shard now.
     *
     * @param claim of the commands that are meant for it
     * @param nextOffset of the first command to handle
     */
    record Claimed(int shard, long claim, ShardLog log, ShardLease lease, List<Restored> servers, long nextOffset)
            implements Message {}

    /**
     * Commands of one shard, in order.
     *
     * @param claim since which they are read without a gap: others are read again
     * @param handled completes when what they change is committed, or will never be
     */
    record Commands(int shard, long claim, List<Delivery> deliveries, CompletableFuture<Void> handled)
            implements Message {}

    /**
     * One record of the command log.
     *
     * @param command null for bytes that could not be read
     */
    record Delivery(long offset, @Nullable Received command) {}

    /** News of a run. */
    record Reported(long serverId, Input.Report report) implements Message {}

    /** A query has an answer. */
    record Replied(Asked asked, Answer answer, Duration took) implements Message {}

    /** The shard goes to another worker: {@code atRest} completes when nothing of it runs and all is committed. */
    record Revoked(int shard, CompletableFuture<Void> atRest) implements Message {}

    /** The shard may be another worker's already. */
    record Lost(int shard) implements Message {}

    /** Something to do on the supervisor's thread: the effects of a step that has been committed. */
    record Follow(Runnable action) implements Message {}

    /**
     * A server as the log has it.
     *
     * @param wasLive whether a run of it was live when that was written
     */
    record Restored(Managed managed, boolean wasLive) {}
}
