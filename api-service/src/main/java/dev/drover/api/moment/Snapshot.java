package dev.drover.api.moment;

import dev.drover.api.projection.ShardFold;
import java.time.Instant;

/**
 * What a shard's events came to.
 *
 * @param nextOffset of the first event that is not in it
 * @param latest when the last that is in it happened
 */
record Snapshot(int shard, long nextOffset, Instant latest, ShardFold.Content content) {
    static Snapshot beginning(int shard) {
        return new Snapshot(shard, 0, Instant.EPOCH, ShardFold.Content.NOTHING);
    }
}
