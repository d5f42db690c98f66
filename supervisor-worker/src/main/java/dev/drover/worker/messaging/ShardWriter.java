package dev.drover.worker.messaging;

import dev.drover.worker.supervision.Change;
import dev.drover.worker.supervision.ShardLog;
import dev.drover.worker.supervision.Step;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of a shard: commits steps in the order in which they came, all that wait in one transaction. Any thread
 * may append; the other methods are the owner's, one at a time.
 */
public final class ShardWriter implements ShardLog {
    private static final Logger log = LoggerFactory.getLogger(ShardWriter.class);

    /** At most so many steps in a transaction, so that none of them waits for long. */
    private static final int MOST_STEPS = 200;

    private static final Duration PAUSE_AFTER_ABORT = Duration.ofMillis(50);

    /** Told, by the writer's thread, that the writer has stopped. */
    public interface Owner {
        /** Another worker has claimed the shard. */
        void fenced();

        /** Nobody knows whether the last commit took place, or brokers do not answer. What was not committed is kept. */
        void broken();
    }

    /** Makes the writers of a worker. */
    public record Factory(KafkaSettings kafka, WorkerIdentity worker, String commandsTopicId, Clock clock) {
        public ShardWriter create(int shard, Owner owner) {
            return new ShardWriter(shard, kafka, new ShardRecords(shard, worker, commandsTopicId, clock), owner);
        }
    }

    private enum Outcome {
        COMMITTED,
        ABORTED,
        FENCED,
        BROKEN
    }

    private final int shard;
    private final KafkaSettings kafka;
    private final ShardRecords records;
    private final Owner owner;
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Step> waiting = new ArrayDeque<>();

    /** Being written, and perhaps committed. */
    private List<Step> batch = List.of();

    private long batchClaim = -1;
    private long batchSequence = -1;
    private long nextOffset;
    private boolean isOpen;
    private boolean isWriting;
    private @Nullable KafkaProducer<String, byte[]> producer;

    ShardWriter(int shard, KafkaSettings kafka, ShardRecords records, Owner owner) {
        this.shard = shard;
        this.kafka = kafka;
        this.records = records;
        this.owner = owner;
    }

    /**
     * Makes this worker the shard's only writer: fences whoever was it before.
     *
     * @throws KafkaException if the brokers do not answer
     */
    public void fenceOthers() {
        pause();
        close();
        KafkaProducer<String, byte[]> fresh = kafka.shardProducer(shard);
        producer = fresh;
        fresh.initTransactions();
    }

    /**
     * Writes the claim.
     *
     * @return its offset, the fencing token of all that is written from now on
     */
    public long claim(PreviousLease previous) throws InterruptedException {
        KafkaProducer<String, byte[]> mine = mine();
        mine.beginTransaction();
        Future<RecordMetadata> sent = mine.send(records.claimRecord());
        mine.flush();
        long claim = offset(sent);
        records.continueAt(claim, 0);
        var _ = mine.send(records.claimed(previous.claim(), previous.at()));
        mine.commitTransaction();
        return claim;
    }

    private static long offset(Future<RecordMetadata> sent) throws InterruptedException {
        try {
            return sent.get().offset();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException k ? k : new KafkaException(e.getCause());
        }
    }

    /** Begins to write, going on from here; what was in doubt is written again unless it turns out to be committed. */
    public void open(ShardPosition from) {
        List<Step> committed = List.of();
        lock.lock();
        try {
            nextOffset = from.nextOffset();
            if (from.claim() == batchClaim && from.sequence() >= batchSequence) {
                committed = batch;
                batch = List.of();
            }
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
            isOpen = false;
        } finally {
            lock.unlock();
        }
    }

    /** Gives the shard up. Nothing of it runs, and nothing waits to be written. */
    public void release() {
        pause();
        KafkaProducer<String, byte[]> mine = mine();
        mine.beginTransaction();
        var _ = mine.send(records.releaseRecord());
        var _ = mine.send(records.released());
        mine.commitTransaction();
        close();
    }

    public void close() {
        KafkaProducer<String, byte[]> mine = producer;
        producer = null;
        if (mine != null) {
            mine.close(Duration.ZERO);
        }
    }

    private KafkaProducer<String, byte[]> mine() {
        KafkaProducer<String, byte[]> mine = producer;
        if (mine == null) {
            throw new IllegalStateException("shard " + shard + " is not claimed");
        }
        return mine;
    }

    @Override
    public void append(Step step) {
        lock.lock();
        try {
            waiting.add(step);
        } finally {
            lock.unlock();
        }
        writeIfIdle();
    }

    private void writeIfIdle() {
        lock.lock();
        try {
            if (isOpen && !isWriting && !(waiting.isEmpty() && batch.isEmpty())) {
                isWriting = true;
                Thread.ofVirtual().name("shard-" + shard).start(this::writeAll);
            }
        } finally {
            lock.unlock();
        }
    }

    private void writeAll() {
        for (List<Step> steps = next(); !steps.isEmpty(); steps = next()) {
            Outcome outcome = write(steps);
            switch (outcome) {
                case COMMITTED -> {
                    settled();
                    steps.forEach(step -> step.committed().run());
                }
                case ABORTED -> LockSupport.parkNanos(PAUSE_AFTER_ABORT.toNanos());
                case FENCED, BROKEN -> stop(outcome);
            }
        }
    }

    /** The steps to write now: those of an aborted transaction again, else those that wait. None: this thread ends. */
    private List<Step> next() {
        lock.lock();
        try {
            if (batch.isEmpty()) {
                List<Step> taken = new ArrayList<>();
                while (taken.size() < MOST_STEPS && !waiting.isEmpty()) {
                    taken.add(waiting.remove());
                }
                batch = taken;
            }
            isWriting = isOpen && !batch.isEmpty();
            return isWriting ? batch : List.of();
        } finally {
            lock.unlock();
        }
    }

    private void settled() {
        lock.lock();
        try {
            batch = List.of();
        } finally {
            lock.unlock();
        }
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
            owner.fenced();
        } else if (wasOpen) {
            owner.broken();
        }
    }

    /** Writes nothing more until it is opened again; returns when no transaction is under way. */
    private void pause() {
        boolean busy = true;
        while (busy) {
            lock.lock();
            try {
                isOpen = false;
                busy = isWriting;
            } finally {
                lock.unlock();
            }
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }

    private Outcome write(List<Step> steps) {
        long before = records.sequence();
        try {
            KafkaProducer<String, byte[]> mine = mine();
            mine.beginTransaction();
            steps.forEach(step -> step.changes().forEach(change -> send(mine, change)));
            var _ = mine.send(records.checkpoint(nextOffset));
            batchClaim = records.claim();
            batchSequence = records.sequence();
            mine.commitTransaction();
            return Outcome.COMMITTED;
        } catch (ProducerFencedException e) {
            return Outcome.FENCED;
        } catch (KafkaException | IllegalStateException e) {
            log.warn("Shard {}: a transaction of {} steps failed: {}", shard, steps.size(), e.toString());
            return abort(before);
        }
    }

    private void send(KafkaProducer<String, byte[]> mine, Change change) {
        if (change instanceof Change.Position(long offset)) {
            nextOffset = offset;
        }
        for (ProducerRecord<String, byte[]> record : records.of(change)) {
            var _ = mine.send(record);
        }
    }

    /** A zombie's first error does not say that it is one; only the abort does. */
    private Outcome abort(long sequence) {
        try {
            mine().abortTransaction();
            records.continueAt(records.claim(), sequence);
            return Outcome.ABORTED;
        } catch (ProducerFencedException e) {
            return Outcome.FENCED;
        } catch (KafkaException | IllegalStateException e) {
            log.warn("Shard {}: the transaction could not be aborted: {}", shard, e.toString());
            return Outcome.BROKEN;
        }
    }
}
