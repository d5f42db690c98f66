package dev.drover.worker.supervision;

/** Where the owner of a shard writes: commits steps in the order in which they come. Never blocks its caller. */
public interface ShardLog {
    void append(Step step);
}
