package dev.drover.worker.ownership;

import dev.drover.schemas.Sharding;
import dev.drover.schemas.Topic;
import dev.drover.worker.messaging.CommandListener;
import dev.drover.worker.messaging.PreviousLease;
import dev.drover.worker.messaging.ShardWriter;
import dev.drover.worker.messaging.TopicTail;
import dev.drover.worker.messaging.WorkerIdentity;
import dev.drover.worker.supervision.Mailbox;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/** All shards, as far as this worker is concerned. Thread-safe. */
public final class Ownership implements CommandListener.Assignments, TopicTail.Watcher {
    private static final int CLAIMS_AT_A_TIME = 8;

    private final WorkerIdentity self;
    private final List<ShardOwner> owners;

    private Ownership(WorkerIdentity self, List<ShardOwner> owners) {
        this.self = self;
        this.owners = List.copyOf(owners);
    }

    /**
     * @param tail of {@code mcp.state} and {@code mcp.leases}
     * @param feed where a claimed shard's commands come from
     */
    public static Ownership of(ShardWriter.Factory writers, Supplier<TopicTail> tail, Mailbox mailbox, Feed feed) {
        Semaphore claimsAtATime = new Semaphore(CLAIMS_AT_A_TIME);
        return new Ownership(
                writers.worker(),
                IntStream.range(0, Sharding.SHARDS)
                        .mapToObj(shard -> new ShardOwner(shard, writers, tail, mailbox, feed, claimsAtATime))
                        .toList());
    }

    @Override
    public void assigned(int shard) {
        owners.get(shard).assigned();
    }

    @Override
    public CompletableFuture<Void> revoked(List<Integer> shards) {
        return CompletableFuture.allOf(
                shards.stream().map(shard -> owners.get(shard).revoked()).toArray(CompletableFuture<?>[]::new));
    }

    @Override
    public void lost(List<Integer> shards) {
        shards.forEach(shard -> owners.get(shard).lost());
    }

    @Override
    public void seen(TopicPartition partition, String key, TopicTail.Entry entry) {
        if (partition.topic().equals(Topic.LEASES.topicName()) && PreviousLease.isForeignClaim(entry, self)) {
            owners.get(partition.partition()).claimSeen(entry.offset());
        }
    }

    /** Where a claimed shard's commands come from. */
    @FunctionalInterface
    public interface Feed {
        void resume(int shard, long nextOffset);
    }

    /** The claims that this worker holds, by shard. */
    public Map<Integer, Long> claims() {
        Map<Integer, Long> claims = new TreeMap<>();
        for (int shard = 0; shard < owners.size(); shard++) {
            int number = shard;
            owners.get(shard).owned().ifPresent(claim -> claims.put(number, claim));
        }
        return claims;
    }

    /** Whether every shard that the group has assigned to this worker is claimed. */
    public boolean isSettled() {
        return owners.stream()
                .filter(ShardOwner::isAssigned)
                .allMatch(owner -> owner.owned().isPresent());
    }

    /** Whether the group has assigned any shard to this worker. */
    public boolean hasShards() {
        return owners.stream().anyMatch(ShardOwner::isAssigned);
    }
}
