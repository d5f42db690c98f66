package dev.drover.worker.warden;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the warden should know, and what it knows already. Of what many threads want while it answers, one order is made.
 * Thread-safe.
 */
final class Orders {
    /** The next order to be given: number, and centiseconds since boot or {@link Warden#NONE}. */
    record Order(long number, long deadline) {}

    /** {@code GONE}: there is no warden now. {@code SILENT}: it did not answer in time. */
    enum Reply {
        HAD,
        GONE,
        SILENT
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition answered = lock.newCondition();
    private final Duration patience;
    private final Map<Integer, Long> deadlines = new HashMap<>();
    private long earliest = Warden.NONE;

    /** Numbers of orders: the newest that the warden should have, and the newest that it has. */
    private long wanted;

    private long had;
    private boolean isUp = true;
    private boolean hasEnded;
    private boolean isClosed;

    /** @param patience how long to wait for an answer */
    Orders(Duration patience) {
        this.patience = patience;
    }

    /** Without the warden's word the shard's deadline stays what it was. */
    Reply extend(int shard, long deadline) {
        return locked(() -> {
            if (!isUp) {
                return Reply.GONE;
            }
            Long before = deadlines.put(shard, deadline);
            deadlinesChanged();
            Reply reply = awaitAnswer();
            if (reply != Reply.HAD) {
                restore(shard, before);
            }
            return reply;
        });
    }

    void release(int shard) {
        locked(() -> {
            restore(shard, null);
            return true;
        });
    }

    /**
     * Waits for a warden, and until it has had every order.
     *
     * @param more whether it is to be told again, because there are other trees
     */
    Reply settle(boolean more) {
        return locked(() -> {
            if (!await(() -> isUp)) {
                return Reply.GONE;
            }
            if (more) {
                order();
            }
            return awaitAnswer();
        });
    }

    /** Waits for it; null: there is none because the warden has ended or is to end. */
    @Nullable
    Order next() {
        return locked(() -> {
            while (wanted == had && !isClosed && !hasEnded) {
                changed.awaitUninterruptibly();
            }
            return isClosed || hasEnded ? null : new Order(wanted, earliest);
        });
    }

    void answered(long number) {
        locked(() -> {
            had = number;
            answered.signalAll();
            return true;
        });
    }

    void ended() {
        locked(() -> {
            hasEnded = true;
            changed.signal();
            return true;
        });
    }

    void down() {
        locked(() -> {
            isUp = false;
            answered.signalAll();
            return true;
        });
    }

    /** Another warden, which has had no order yet. */
    void up() {
        locked(() -> {
            hasEnded = false;
            isUp = true;
            order();
            answered.signalAll();
            return true;
        });
    }

    void close() {
        locked(() -> {
            isClosed = true;
            changed.signal();
            return true;
        });
    }

    boolean isClosed() {
        return locked(() -> isClosed);
    }

    private void restore(int shard, @Nullable Long deadline) {
        if (deadline == null) {
            deadlines.remove(shard);
        } else {
            deadlines.put(shard, deadline);
        }
        deadlinesChanged();
    }

    private void deadlinesChanged() {
        long now = deadlines.values().stream().mapToLong(Long::longValue).min().orElse(Warden.NONE);
        if (now != earliest) {
            earliest = now;
            order();
        }
    }

    private void order() {
        wanted++;
        changed.signal();
    }

    private Reply awaitAnswer() {
        long mine = wanted;
        boolean settled = await(() -> had >= mine || !isUp);
        if (!isUp || Thread.currentThread().isInterrupted()) {
            return Reply.GONE;
        }
        return settled ? Reply.HAD : Reply.SILENT;
    }

    private boolean await(BooleanSupplier condition) {
        long left = patience.toNanos();
        try {
            while (!condition.getAsBoolean() && left > 0) {
                left = answered.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return condition.getAsBoolean();
    }

    private <T extends @Nullable Object> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
