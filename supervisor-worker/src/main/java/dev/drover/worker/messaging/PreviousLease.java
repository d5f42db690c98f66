package dev.drover.worker.messaging;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a shard's lease said before it was claimed.
 *
 * @param claim offset of the claim before; null if there was none
 * @param at when its last record was written, by the broker's clock
 */
public record PreviousLease(@Nullable Long claim, @Nullable Instant at) {
    public static final PreviousLease NONE = new PreviousLease(null, null);
}
