package dev.drover.worker.messaging;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where the owner of a shard goes on.
 *
 * @param offset of the checkpoint that says so, -1 if there is none
 * @param claim under which it was written, -1 if there is none
 * @param writtenAt time of the shard's last event
 * @param nextOffset of the next command to handle
 * @param lastEventDigest of the shard's last event; null if there is none, or an earlier release wrote it
 */
public record ShardPosition(
        long offset,
        long claim,
        Instant writtenAt,
        long nextOffset,
        @Nullable ByteBuffer lastEventDigest) {
    public static final ShardPosition BEGINNING = new ShardPosition(-1, -1, Instant.EPOCH, 0, null);
}
