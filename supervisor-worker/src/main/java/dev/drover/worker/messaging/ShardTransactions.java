package dev.drover.worker.messaging;

import dev.drover.worker.supervision.Change;
import dev.drover.worker.supervision.Step;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The transactions of one shard's producer. Not thread-safe: the shard's writer lets in one thread at a time. */
final class ShardTransactions {
    private static final Logger log = LoggerFactory.getLogger(ShardTransactions.class);

    /** Just below what brokers take by default: a record that they refuse would be tried for ever. */
    private static final int LARGEST_RECORD = 1_000_000;

    enum Outcome {
        COMMITTED,
        ABORTED,
        FENCED,
        BROKEN
    }

    private final int shard;
    private final KafkaSettings kafka;
    private final ShardRecords records;
    private long nextOffset;
    private @Nullable KafkaProducer<String, byte[]> producer;

    /** Of the steps that were tried last. */
    private @Nullable Future<RecordMetadata> checkpoint;

    ShardTransactions(int shard, KafkaSettings kafka, ShardRecords records) {
        this.shard = shard;
        this.kafka = kafka;
        this.records = records;
    }

    long claim() {
        return records.claim();
    }

    void fenceOthers() {
        close();
        KafkaProducer<String, byte[]> fresh = kafka.shardProducer(shard);
        producer = fresh;
        fresh.initTransactions();
    }

    long claim(PreviousLease previous, ShardPosition from) throws InterruptedException {
        KafkaProducer<String, byte[]> mine = mine();
        mine.beginTransaction();
        Future<RecordMetadata> sent = mine.send(records.claimRecord());
        mine.flush();
        long claim = offset(sent);
        if (claim <= from.claim()) {
            mine.abortTransaction();
            throw new LeasesMadeAnew("the next claim would be %d, and %d has been one.".formatted(claim, from.claim()));
        }
        records.begin(claim, from);
        nextOffset = from.nextOffset();
        var _ = mine.send(records.claimed(previous.claim(), previous.at()));
        var _ = mine.send(records.checkpoint(nextOffset));
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

    void release() {
        KafkaProducer<String, byte[]> mine = mine();
        mine.beginTransaction();
        var _ = mine.send(records.releaseRecord());
        var _ = mine.send(records.released());
        var _ = mine.send(records.checkpoint(nextOffset));
        mine.commitTransaction();
        close();
    }

    void close() {
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

    /** @param lease what to say of it in the same transaction; null: nothing */
    Outcome write(List<Step> steps, @Nullable LeaseWrite lease) {
        ShardRecords.Written before = records.written();
        checkpoint = null;
        try {
            KafkaProducer<String, byte[]> mine = mine();
            mine.beginTransaction();
            if (lease != null) {
                var _ = mine.send(records.leaseRecord(lease));
            }
            if (!steps.isEmpty()) {
                steps.forEach(step -> step.changes().forEach(change -> send(mine, change)));
                checkpoint = mine.send(records.checkpoint(nextOffset));
            }
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
        for (ProducerRecord<String, byte[]> record : writable(change)) {
            var _ = mine.send(record);
        }
    }

    /** What cannot be written is left out, or nothing of the shard would ever be written again. */
    private List<ProducerRecord<String, byte[]>> writable(Change change) {
        ShardRecords.Written before = records.written();
        try {
            List<ProducerRecord<String, byte[]>> made = records.of(change);
            if (made.stream().allMatch(record -> record.value() == null || record.value().length < LARGEST_RECORD)) {
                return made;
            }
            log.error("Shard {}: a {} is too large to be written", shard, name(change));
        } catch (RuntimeException e) {
            log.error("Shard {}: a {} cannot be written", shard, name(change), e);
        }
        records.goBackTo(before);
        return List.of();
    }

    private static String name(Change change) {
        return change.getClass().getSimpleName();
    }

    /** A zombie's first error does not say that it is one; only the abort does. */
    private Outcome abort(ShardRecords.Written before) {
        try {
            mine().abortTransaction();
            records.goBackTo(before);
            return Outcome.ABORTED;
        } catch (ProducerFencedException e) {
            return Outcome.FENCED;
        } catch (KafkaException | IllegalStateException e) {
            log.warn("Shard {}: the transaction could not be aborted: {}", shard, e.toString());
            return Outcome.BROKEN;
        }
    }

    /**
     * Whether the steps that were tried last are in the log after all. Told by the checkpoint's offset: steps without an
     * event do not change its numbers.
     */
    boolean isCommitted(ShardPosition found) {
        Future<RecordMetadata> tried = checkpoint;
        return tried != null
                && tried.state() == Future.State.SUCCESS
                && tried.resultNow().offset() == found.offset();
    }
}
