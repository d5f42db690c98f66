package dev.drover.worker.messaging;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** Who wants to know whether the group still gives a shard to this worker. Any thread asks, one answers. */
final class Proofs {
    private record Proof(TopicPartition partition, CompletableFuture<Boolean> result) {}

    private final Queue<Proof> asked = new ConcurrentLinkedQueue<>();

    CompletableFuture<Boolean> ask(TopicPartition partition) {
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        asked.add(new Proof(partition, result));
        return result;
    }

    boolean isEmpty() {
        return asked.isEmpty();
    }

    /**
     * Answers all that have asked, at once: a worker that starts has many shards to prove. What {@code commit} throws leaves
     * all of them asking: one that was forgotten would be a shard that nobody claims any more.
     *
     * @param assigned as far as this worker knows
     * @param commit whether the group takes a position of each of these from this worker
     */
    void answer(Set<TopicPartition> assigned, Predicate<Set<TopicPartition>> commit) {
        List<Proof> taken = new ArrayList<>();
        for (Proof proof = asked.poll(); proof != null; proof = asked.poll()) {
            taken.add(proof);
        }
        Set<TopicPartition> ours =
                taken.stream().map(Proof::partition).filter(assigned::contains).collect(Collectors.toSet());
        boolean isAnswered = false;
        try {
            boolean isCommitted = !ours.isEmpty() && commit.test(ours);
            isAnswered = true;
            taken.forEach(proof -> proof.result().complete(isCommitted && ours.contains(proof.partition())));
        } finally {
            if (!isAnswered) {
                asked.addAll(taken);
            }
        }
    }
}
