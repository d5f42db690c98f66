package dev.drover.worker.messaging;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The commands that were read and whose steps are not committed yet: so many and no more, or a slow log would fill the
 * memory. A shard that cannot commit is read no further, and keeps none of the others waiting. Used by the listener's thread
 * only.
 */
final class Backlog {
    /** Of all shards together: two full polls. */
    private static final int MOST_COMMANDS = 1000;

    /** Of one shard, when all together have too many. */
    private static final int MOST_OF_A_SHARD = 100;

    private record Batch(int commands, CompletableFuture<Void> handled) {}

    private final Map<Integer, Deque<Batch>> batches = new HashMap<>();

    /** @param handled completes when the step of these commands is committed, or will never be */
    void add(int shard, int count, CompletableFuture<Void> handled) {
        batches.computeIfAbsent(shard, number -> new ArrayDeque<>()).add(new Batch(count, handled));
    }

    /** Of these shards, those that are to be read no further for now. */
    Set<Integer> full(Collection<Integer> shards) {
        batches.values()
                .forEach(waiting -> waiting.removeIf(batch -> batch.handled().isDone()));
        batches.values().removeIf(Deque::isEmpty);
        Set<Integer> full = new HashSet<>();
        if (batches.keySet().stream().mapToInt(this::commands).sum() > MOST_COMMANDS) {
            shards.stream().filter(shard -> commands(shard) > MOST_OF_A_SHARD).forEach(full::add);
        }
        return full;
    }

    private int commands(int shard) {
        return batches.getOrDefault(shard, new ArrayDeque<>()).stream()
                .mapToInt(Batch::commands)
                .sum();
    }
}
