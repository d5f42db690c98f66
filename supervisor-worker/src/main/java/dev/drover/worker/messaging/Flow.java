package dev.drover.worker.messaging;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Which shards are read: none before its owner has said where to go on, and none far ahead of its commits. Used by the listener's
 * thread only.
 */
final class Flow {
    private static final long NONE = -1;

    private final Consumer<byte[], byte[]> consumer;
    private final Backlog backlog = new Backlog();
    private final Set<TopicPartition> heldBack = new HashSet<>();

    /** By shard, for which claim its commands are read since it was last told where to go on. */
    private final Map<Integer, Long> claims = new HashMap<>();

    Flow(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** Newly assigned. */
    void stop(TopicPartition shard) {
        consumer.seek(shard, 0);
        consumer.pause(List.of(shard));
        heldBack.remove(shard);
    }

    /** Its commands come from this one on, as those of this claim. */
    void resume(TopicPartition shard, long claim, long nextOffset) {
        if (consumer.assignment().contains(shard)) {
            claims.put(shard.partition(), claim);
            consumer.seek(shard, nextOffset);
            consumer.resume(List.of(shard));
            heldBack.remove(shard);
        }
    }

    /** For which the shard's commands are read. */
    long claim(int shard) {
        return claims.getOrDefault(shard, NONE);
    }

    /** @param handled completes when the step of these commands is committed, or will never be */
    void taken(int shard, int commands, CompletableFuture<Void> handled) {
        backlog.add(shard, commands, handled);
    }

    /** Reads no further what is read far ahead of its commits, and reads on what was held back for that. */
    void adjust() {
        Set<TopicPartition> assigned = consumer.assignment();
        Set<Integer> shards =
                backlog.full(assigned.stream().map(TopicPartition::partition).toList());
        Set<TopicPartition> full = assigned.stream()
                .filter(shard -> shards.contains(shard.partition()))
                .collect(Collectors.toSet());
        if (!full.isEmpty() || !heldBack.isEmpty()) {
            consumer.pause(full);
            consumer.resume(heldBack.stream()
                    .filter(shard -> assigned.contains(shard) && !full.contains(shard))
                    .toList());
            heldBack.clear();
            heldBack.addAll(full);
        }
    }

    /** What is held back nothing tells when to go on. */
    boolean isHeldBack() {
        return !heldBack.isEmpty();
    }
}
