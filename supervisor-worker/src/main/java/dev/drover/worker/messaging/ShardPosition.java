package dev.drover.worker.messaging;

/**
 * Where the owner of a shard goes on.
 *
 * @param claim of the last event that was committed, -1 if there is none
 * @param sequence of that event
 * @param nextOffset of the next command to handle
 */
public record ShardPosition(long claim, long sequence, long nextOffset) {
    public static final ShardPosition BEGINNING = new ShardPosition(-1, -1, 0);
}
