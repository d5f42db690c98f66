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
 * @param isOwn whether that record is a claim of this very process: nobody else has owned the shard since
 */
public record PreviousLease(@Nullable Long claim, @Nullable Instant at, boolean isOwn) {
    public static final PreviousLease NONE = new PreviousLease(null, null, false);

    /** Whether a record of the lease topic is a claim, of another process than this worker's. */
    public static boolean isForeignClaim(TopicTail.Entry entry, WorkerIdentity self) {
        LeaseRecord record = Codecs.LEASE.decode(entry.value());
        return record.getBody() instanceof Claim && !isOwnClaim(record, self);
    }

    private static boolean isOwnClaim(LeaseRecord record, WorkerIdentity self) {
        return record.getBody() instanceof Claim claim
                && record.getWorkerId().equals(self.workerId())
                && record.getBootId().equals(self.bootId())
                && claim.getPid() == self.pid()
                && claim.getStartedAt().toEpochMilli() == self.startedAt().toEpochMilli();
    }

    /** As the lease topic's partition of this shard has it. */
    public static PreviousLease of(int shard, Map<String, TopicTail.Entry> leases, WorkerIdentity self) {
        TopicTail.Entry entry = leases.get(ShardRecords.leaseKey(shard));
        if (entry == null) {
            return NONE;
        }
        LeaseRecord last = Codecs.LEASE.decode(entry.value());
        Long claim = last.getBody() instanceof Claim ? Long.valueOf(entry.offset()) : last.getClaim();
        return new PreviousLease(claim, Instant.ofEpochMilli(entry.timestamp()), isOwnClaim(last, self));
    }
}
