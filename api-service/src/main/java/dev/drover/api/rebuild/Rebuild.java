package dev.drover.api.rebuild;

import dev.drover.api.projection.Projector;
import dev.drover.schemas.Topic;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** One rebuild, from where it is to its end. It owns a consumer and uses one connection. One thread. */
final class Rebuild implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Rebuild.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration CLOSE = Duration.ofSeconds(1);

    /** So far behind the live projection, it is nearly there: the rest is read while that one is held up. */
    private static final long CLOSE_BEHIND = 1_000;

    private static final Duration LAST_LAP = Duration.ofSeconds(2);

    private final long rebuildId;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final ShadowTables shadows;
    private final Projector projector;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String topicId;
    private final Map<Integer, Long> begins = new HashMap<>();
    private final Map<Integer, Long> next = new HashMap<>();

    private Rebuild(long rebuildId, JdbcTemplate jdbc, KafkaConsumer<byte[], byte[]> consumer, String topicId) {
        this.rebuildId = rebuildId;
        this.jdbc = jdbc;
        this.consumer = consumer;
        this.topicId = topicId;
        transactions =
                new TransactionTemplate(new JdbcTransactionManager(Objects.requireNonNull(jdbc.getDataSource())));
        shadows = ShadowTables.open(jdbc, rebuildId);
        projector = Projector.ofShadows(transactions, jdbc);
        begin();
    }

    static Rebuild open(long rebuildId, Connection connection, Map<String, Object> kafka, String topicId) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        // One request is under way at a time: one for shards that have nothing more keeps the others' waiting.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            return new Rebuild(
                    rebuildId, new JdbcTemplate(new SingleConnectionDataSource(connection, true)), consumer, topicId);
        } catch (RuntimeException e) {
            consumer.close(CloseOptions.timeout(CLOSE));
            throw e;
        }
    }

    private void begin() {
        List<TopicPartition> all = new ArrayList<>();
        for (int shard = 0; shard < Topic.EVENTS.partitions(); shard++) {
            all.add(partition(shard));
        }
        consumer.assign(all);
        consumer.beginningOffsets(all).forEach((partition, offset) -> begins.put(partition.partition(), offset));
        next.putAll(begins);
        next.putAll(shadows.positions());
        next.forEach((shard, offset) -> consumer.seek(partition(shard), offset));
    }

    private static TopicPartition partition(int shard) {
        return new TopicPartition(Topic.EVENTS.topicName(), shard);
    }

    /** Returns when it is done, or when it shall be left for later. */
    void run(RebuildRows rows, BooleanSupplier isStopping) {
        log.info("The projection is made anew from position {} of {}", done(), total(shadows.livePositions()));
        long nextReport = System.nanoTime();
        long nearSince = Long.MAX_VALUE;
        for (long behind = behind(); behind > 0 && !isNear(behind, nearSince); behind = behind()) {
            if (isStopping.getAsBoolean()) {
                return;
            }
            nearSince = behind > CLOSE_BEHIND ? Long.MAX_VALUE : Math.min(nearSince, System.nanoTime());
            apply(Map.of());
            if (System.nanoTime() - nextReport >= 0) {
                rows.progress(rebuildId, done(), total(shadows.livePositions()));
                nextReport = System.nanoTime() + BETWEEN_REPORTS.toNanos();
            }
        }
        rows.progress(rebuildId, done(), total(shadows.livePositions()));
        awaitLive();
        long differences = Objects.requireNonNull(transactions.execute(_ -> swap()));
        log.info("The projection was made anew: {} rows are not as before", differences);
    }

    /** Under load it never catches up altogether, but comes near and stays there. */
    private static boolean isNear(long behind, long nearSince) {
        return behind <= CLOSE_BEHIND
                && nearSince != Long.MAX_VALUE
                && System.nanoTime() - nearSince > LAST_LAP.toNanos();
    }

    /** @return how many rows were different */
    private long swap() {
        shadows.holdProjector();
        Map<Integer, Long> ends = shadows.livePositions();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (behind(ends) > 0) {
            apply(ends);
            if (System.nanoTime() > deadline) {
                throw new KafkaException("the last events did not come");
            }
        }
        Differences found = shadows.compare();
        shadows.swap();
        RebuildRows.done(JdbcClient.create(jdbc), rebuildId, total(ends), found);
        return found.count();
    }

    /** @param ends by shard, the first offset that is not applied; a shard that is not in it has none */
    private void apply(Map<Integer, Long> ends) {
        List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            if (record.offset() < ends.getOrDefault(record.partition(), Long.MAX_VALUE)) {
                batch.add(record);
            }
        }
        if (!batch.isEmpty()) {
            next.putAll(projector.apply(batch, topicId));
        }
    }

    private long behind() {
        return behind(shadows.livePositions());
    }

    private long behind(Map<Integer, Long> ends) {
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - next.getOrDefault(end.getKey(), 0L)))
                .sum();
    }

    /** The two are compared at the same position, unless the live one stands still: then that is the difference. */
    private void awaitLive() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (isAhead(shadows.livePositions()) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private boolean isAhead(Map<Integer, Long> live) {
        return next.entrySet().stream()
                .anyMatch(each ->
                        each.getValue() > live.getOrDefault(each.getKey(), begins.getOrDefault(each.getKey(), 0L)));
    }

    private long done() {
        return total(next);
    }

    private long total(Map<Integer, Long> positions) {
        return positions.entrySet().stream()
                .mapToLong(each -> each.getValue() - begins.getOrDefault(each.getKey(), 0L))
                .sum();
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSE));
    }
}
