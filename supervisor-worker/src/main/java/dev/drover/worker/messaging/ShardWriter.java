package dev.drover.worker.messaging;

import dev.drover.schemas.sealing.Opener;
import dev.drover.worker.messaging.ShardTransactions.Outcome;
import dev.drover.worker.supervision.ShardLog;
import dev.drover.worker.supervision.Step;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of a shard: commits steps in the order in which they came, all that wait in one transaction. Any thread
 * may append to its {@link #log}; the other methods are the owner's, one at a time.
 */
public final class ShardWriter {
    private static final Logger log = LoggerFactory.getLogger(ShardWriter.class);

    /** At most so many steps in a transaction, so that none of them waits for long. */
    private static final int MOST_STEPS = 200;

    /** How long what can wait is waited with, for others: a transaction costs the same with one step and with fifty. */
    private static final Duration LINGER = Duration.ofMillis(20);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    /** Told, by the writer's thread, that the writer of a claim has stopped. */
    public interface Owner {
        /** Another worker has claimed the shard. */
        void fenced(long claim);

        /** Nobody knows whether the last commit took place, or brokers do not answer. What was not committed is kept. */
        void broken(long claim);

        /** A renewal is committed, whose sending began then. */
        void renewed(long ticket, long begun);
    }

    /**
     * Makes the writers of a worker.
     *
     * @param opener of what is kept sealed
     */
    public record Factory(
            KafkaSettings kafka,
            WorkerIdentity worker,
            String commandsTopicId,
            Clock clock,
            Issuers issuers,
            Opener opener) {
        public ShardWriter create(int shard, Owner owner) {
            ShardRecords records = new ShardRecords(shard, worker, commandsTopicId, clock, issuers);
            return new ShardWriter(shard, new ShardTransactions(shard, kafka, records), owner);
        }
    }

    private final int shard;
    private final ShardTransactions transactions;
    private final Owner owner;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition pressing = lock.newCondition();
    private final Queue<Step> waiting = new ArrayDeque<>();

    /** Being written, and perhaps committed. */
    private List<Step> batch = List.of();

    /** Found to be committed; what follows from them is done once the writer is open. */
    private final List<Step> confirmed = new ArrayList<>();

    private @Nullable LeaseWrite lease;

    /** How often the shard was lost: whoever has not heard of it yet appends to a log that is no more. */
    private int losses;

    private boolean isOpen;
    private boolean isWriting;

    /** Whether somebody waits for one of the steps. */
    private boolean isPressing;

    /** What goes into one transaction. */
    private record Batch(List<Step> steps, @Nullable LeaseWrite lease) {
        static final Batch NONE = new Batch(List.of(), null);

        boolean isEmpty() {
            return steps.isEmpty() && lease == null;
        }
    }

    ShardWriter(int shard, ShardTransactions transactions, Owner owner) {
        this.shard = shard;
        this.transactions = transactions;
        this.owner = owner;
    }

    /**
     * Makes this worker the shard's only writer: fences whoever was it before.
     *
     * @throws KafkaException if the brokers do not answer
     */
    public void fenceOthers() {
        pause();
        write(null);
        transactions.fenceOthers();
    }

    /**
     * Writes the claim.
     *
     * @param from as found in the log since others were fenced: it tells what became of a commit in doubt
     * @return the claim's offset, the fencing token of all that is written from now on
     */
    public long claim(PreviousLease previous, ShardPosition from) throws InterruptedException {
        lock.lock();
        try {
            if (transactions.isCommitted(from)) {
                confirmed.addAll(batch);
                batch = List.of();
            }
        } finally {
            lock.unlock();
        }
        return transactions.claim(previous, from);
    }

    /** Begins to write; what was not committed under an earlier claim is written again. */
    public void open() {
        List<Step> committed;
        lock.lock();
        try {
            committed = List.copyOf(confirmed);
            confirmed.clear();
            isOpen = true;
        } finally {
            lock.unlock();
        }
        committed.forEach(step -> step.committed().run());
        writeIfIdle();
    }

    /** Forgets what was not committed: another worker has owned the shard since. */
    public void discard() {
        lock.lock();
        try {
            waiting.clear();
            batch = List.of();
            confirmed.clear();
            lease = null;
            losses++;
            isOpen = false;
        } finally {
            lock.unlock();
        }
    }

    /** Takes the steps of this ownership of the shard, until they are discarded. For any thread. */
    public ShardLog log() {
        lock.lock();
        try {
            int before = losses;
            return step -> append(before, step);
        } finally {
            lock.unlock();
        }
    }

    /** Says this of the lease, with the next steps or alone, instead of what it was to say and has not said yet. */
    public void write(@Nullable LeaseWrite next) {
        lock.lock();
        try {
            lease = next;
            pressing.signal();
        } finally {
            lock.unlock();
        }
        writeIfIdle();
    }

    /** Gives the shard up. Nothing of it runs, and nothing waits to be written. */
    public void release() {
        pause();
        transactions.release();
    }

    /** Ends the producer: there is none until others are fenced again. */
    public void close() {
        pause();
        transactions.close();
    }

    private void append(int lossesBefore, Step step) {
        lock.lock();
        try {
            if (losses != lossesBefore) {
                return;
            }
            waiting.add(step);
            isPressing |= !step.canWait();
            pressing.signal();
        } finally {
            lock.unlock();
        }
        writeIfIdle();
    }

    private void writeIfIdle() {
        lock.lock();
        try {
            if (isOpen && !isWriting && !(waiting.isEmpty() && batch.isEmpty() && lease == null)) {
                isWriting = true;
                Thread.ofVirtual().name("shard-" + shard).start(this::writeAll);
            }
        } finally {
            lock.unlock();
        }
    }

    private void writeAll() {
        Duration pause = FIRST_PAUSE;
        for (Batch next = next(); !next.isEmpty(); next = next()) {
            // A lease is counted from here: what stalls from now on is at its expense.
            long begun = System.nanoTime();
            Outcome outcome = commit(next);
            switch (outcome) {
                case COMMITTED -> {
                    settled(next, begun);
                    pause = FIRST_PAUSE;
                }
                case ABORTED -> {
                    sayAgain(next.lease());
                    LockSupport.parkNanos(pause.toNanos());
                    pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                }
                case FENCED, BROKEN -> stop(outcome);
            }
        }
    }

    /** A writer that ended by an error would never write again, and nobody would know. */
    private Outcome commit(Batch next) {
        try {
            return transactions.write(next.steps(), next.lease());
        } catch (RuntimeException | Error e) {
            log.error("Shard {}: a transaction could not be written", shard, e);
            return Outcome.BROKEN;
        }
    }

    /** What to write now: the steps of an aborted transaction again, else those that wait. Nothing: this thread ends. */
    private Batch next() {
        lock.lock();
        try {
            linger();
            if (isOpen && batch.isEmpty()) {
                List<Step> taken = new ArrayList<>();
                while (taken.size() < MOST_STEPS && !waiting.isEmpty()) {
                    taken.add(waiting.remove());
                }
                batch = taken;
            }
            isPressing &= !waiting.isEmpty();
            Batch next = isOpen ? new Batch(batch, lease) : Batch.NONE;
            isWriting = !next.isEmpty();
            if (isWriting) {
                lease = null;
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** Until something cannot wait, or has waited for long enough. */
    private void linger() {
        long left = LINGER.toNanos();
        try {
            while (isOpen && batch.isEmpty() && !waiting.isEmpty() && !isPressing && lease == null && left > 0) {
                left = pressing.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sayAgain(@Nullable LeaseWrite aborted) {
        lock.lock();
        try {
            if (isOpen && lease == null) {
                lease = aborted;
            }
        } finally {
            lock.unlock();
        }
    }

    private void settled(Batch written, long begun) {
        lock.lock();
        try {
            batch = List.of();
        } finally {
            lock.unlock();
        }
        if (written.lease() != null && !written.lease().isIdle()) {
            owner.renewed(written.lease().ticket(), begun);
        }
        written.steps().forEach(step -> step.committed().run());
    }

    /** The owner hears of it unless it has closed the writer itself. */
    private void stop(Outcome outcome) {
        boolean wasOpen;
        lock.lock();
        try {
            wasOpen = isOpen;
            isOpen = false;
        } finally {
            lock.unlock();
        }
        if (wasOpen && outcome == Outcome.FENCED) {
            owner.fenced(transactions.claim());
        } else if (wasOpen) {
            owner.broken(transactions.claim());
        }
    }

    /** Writes nothing more until it is opened again; returns when no transaction is under way. */
    private void pause() {
        boolean busy = true;
        while (busy) {
            lock.lock();
            try {
                isOpen = false;
                pressing.signal();
                busy = isWriting;
            } finally {
                lock.unlock();
            }
            if (busy) {
                LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
            }
        }
    }
}
