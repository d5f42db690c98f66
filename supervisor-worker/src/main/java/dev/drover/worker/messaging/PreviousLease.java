package dev.drover.worker.messaging;

import dev.drover.schemas.message.Claim;
import dev.drover.schemas.message.LeaseRecord;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a shard's lease said before it was claimed.
 *
 * @param claim offset of the claim before; null if there was none
 * @param at when its last record was written, by the broker's clock
 */
public record PreviousLease(@Nullable Long claim, @Nullable Instant at) {
    public static final PreviousLease NONE = new PreviousLease(null, null);

    /** Whether a record of the lease topic is a claim. */
    public static boolean isClaim(TopicTail.Entry entry) {
        return Codecs.LEASE.decode(entry.value()).getBody() instanceof Claim;
    }

    /** As the lease topic's partition of this shard has it. */
    public static PreviousLease of(int shard, Map<String, TopicTail.Entry> leases) {
        TopicTail.Entry entry = leases.get(ShardRecords.leaseKey(shard));
        if (entry == null) {
            return NONE;
        }
        LeaseRecord last = Codecs.LEASE.decode(entry.value());
        Long claim = last.getBody() instanceof Claim ? Long.valueOf(entry.offset()) : last.getClaim();
        return new PreviousLease(claim, Instant.ofEpochMilli(entry.timestamp()));
    }
}
