package dev.drover.worker.ownership;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Whose turn it is of the shards that are being claimed: a few at a time, and those with servers, which stand still
 * meanwhile, before those without. Thread-safe.
 */
final class ClaimTurns {
    /** Some a processor: those that are claimed first need not wait for all. */
    private static final int PLACES = 2 * Runtime.getRuntime().availableProcessors();

    /** How long a shard without servers lets others go first: a claim that takes longer waits for something else. */
    static final Duration HEAD_START = Duration.ofSeconds(1);

    private final Duration headStart;
    private final Semaphore places = new Semaphore(PLACES, true);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition passed = lock.newCondition();

    /** The shards with servers that are being claimed, and until when they go first. */
    private final Map<Integer, Long> ahead = new HashMap<>();

    ClaimTurns(Duration headStart) {
        this.headStart = headStart;
    }

    /** A step of a claim, which waits for brokers. */
    @FunctionalInterface
    interface Step<T> {
        T take() throws InterruptedException;
    }

    /** These have servers, and are about to be claimed. */
    void goFirst(Collection<Integer> shards) {
        lock.lock();
        try {
            long until = System.nanoTime() + headStart.toNanos();
            shards.forEach(shard -> ahead.put(shard, until));
        } finally {
            lock.unlock();
        }
    }

    /** Returns when it is this shard's turn to be claimed. */
    void await(int shard) throws InterruptedException {
        lock.lock();
        try {
            if (!ahead.containsKey(shard)) {
                awaitOthers();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Those that come while it waits go first, too. */
    private void awaitOthers() throws InterruptedException {
        long left = longestHeadStart();
        while (left > 0) {
            var _ = passed.awaitNanos(left);
            left = longestHeadStart();
        }
    }

    private long longestHeadStart() {
        long now = System.nanoTime();
        return ahead.values().stream().mapToLong(until -> until - now).max().orElse(0);
    }

    /** The claim is written, or must begin anew. */
    void end(int shard) {
        lock.lock();
        try {
            ahead.remove(shard);
            passed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes a step of a claim when there is a place for it. */
    <T> T take(Step<T> step) throws InterruptedException {
        places.acquire();
        try {
            return step.take();
        } finally {
            places.release();
        }
    }
}
