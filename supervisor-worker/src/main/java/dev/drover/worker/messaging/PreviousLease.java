package dev.drover.worker.messaging;

import dev.drover.schemas.message.Claim;
import dev.drover.schemas.message.Idle;
import dev.drover.schemas.message.LeaseRecord;
import dev.drover.schemas.message.Obituary;
import dev.drover.schemas.message.Release;
import dev.drover.schemas.message.Renewal;
import dev.drover.worker.lease.LastRecord;
import dev.drover.worker.lease.LastRecord.Kind;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a shard's lease said before it was claimed.
 *
 * @param last null if it said nothing
 * @param at when that was written, by the broker's clock
 */
public record PreviousLease(
        @Nullable LastRecord last, @Nullable Instant at) {
    public static final PreviousLease NONE = new PreviousLease(null, null);

    @Nullable
    Long claim() {
        return last == null ? null : Long.valueOf(last.claim());
    }

    /** Whether a record of the lease topic is a claim, of another process than this worker's. */
    public static boolean isForeignClaim(TopicTail.Entry entry, WorkerIdentity self) {
        LeaseRecord record = Codecs.LEASE.decode(entry.value());
        return record.getBody() instanceof Claim && !isOwnClaim(record, self);
    }

    /** The claim whose process a record of the lease topic declares dead; null if it is no obituary. */
    public static @Nullable Long deadClaim(TopicTail.Entry entry) {
        LeaseRecord record = Codecs.LEASE.decode(entry.value());
        return record.getBody() instanceof Obituary ? record.getClaim() : null;
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
        LeaseRecord record = Codecs.LEASE.decode(entry.value());
        Kind kind = kind(record);
        long claim = kind == Kind.CLAIM ? entry.offset() : Objects.requireNonNullElse(record.getClaim(), -1L);
        TopicTail.Entry obituary = leases.get(ShardRecords.obituaryKey(shard));
        boolean isDead = obituary != null && Objects.equals(deadClaim(obituary), claim);
        return new PreviousLease(
                new LastRecord(kind, claim, isOwnClaim(record, self), isDead, entry.readAt()),
                Instant.ofEpochMilli(entry.timestamp()));
    }

    private static Kind kind(LeaseRecord record) {
        return switch (record.getBody()) {
            case Claim _ -> Kind.CLAIM;
            case Renewal _ -> Kind.RENEWAL;
            case Idle _ -> Kind.IDLE;
            case Release _ -> Kind.RELEASE;
            // Said of a lease by who knows whom: what runs under it must be taken to run.
            case Object _ -> Kind.CLAIM;
        };
    }
}
