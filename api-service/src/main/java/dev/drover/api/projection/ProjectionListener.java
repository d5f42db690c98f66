package dev.drover.api.projection;

import dev.drover.schemas.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.kafka.listener.BatchAcknowledgingConsumerAwareMessageListener;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.transaction.TransactionException;

/**
 * Hands batches of {@code mcp.events} to the {@link Projector} on its container's one thread. Where to read from is
 * decided by the checkpoints in PostgreSQL, never by the group's offsets, and asked with the first batch rather than in
 * the rebalance callback, which must not wait for a database: a new assignment begins at the beginning and jumps. A batch
 * that fails is tried again until it succeeds.
 */
final class ProjectionListener
        implements BatchAcknowledgingConsumerAwareMessageListener<byte[], byte[]>, ConsumerAwareRebalanceListener {
    private static final Logger log = LoggerFactory.getLogger(ProjectionListener.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Projector projector;
    private final Supplier<String> topicIds;
    private final Map<Integer, Long> next = new HashMap<>();
    private @Nullable String topicId;
    private int failures;

    /** @param topicIds asks Kafka for the id that the events' topic has now */
    ProjectionListener(Projector projector, Supplier<String> topicIds) {
        this.projector = projector;
        this.topicIds = topicIds;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        consumer.seekToBeginning(partitions);
        partitions.forEach(partition -> next.remove(partition.partition()));
        topicId = null;
    }

    @Override
    public void onMessage(
            List<ConsumerRecord<byte[], byte[]>> records,
            @Nullable Acknowledgment acknowledgment,
            @Nullable Consumer<?, ?> consumer) {
        if (acknowledgment == null || consumer == null) {
            throw new IllegalStateException("The container must hand over its consumer and acknowledge by hand.");
        }
        try {
            Map<Integer, Long> positions = projector.apply(records, topicId(records));
            acknowledgment.acknowledge();
            positions.forEach((shard, offset) -> jump(consumer, records, shard, offset));
            next.putAll(positions);
            succeeded();
        } catch (RuntimeException e) {
            acknowledgment.nack(0, failed(e));
        }
    }

    /** Asked again when the offsets went back, as they do when a topic is made anew. */
    private String topicId(List<ConsumerRecord<byte[], byte[]>> records) {
        boolean wentBack =
                records.stream().anyMatch(record -> record.offset() < next.getOrDefault(record.partition(), 0L));
        if (topicId == null || wentBack) {
            topicId = topicIds.get();
        }
        return topicId;
    }

    private static void jump(
            Consumer<?, ?> consumer, List<ConsumerRecord<byte[], byte[]>> records, int shard, long offset) {
        long last = records.stream()
                .filter(record -> record.partition() == shard)
                .mapToLong(ConsumerRecord::offset)
                .max()
                .orElse(offset);
        if (offset > last + 1) {
            consumer.seek(new TopicPartition(Topic.EVENTS.topicName(), shard), offset);
        }
    }

    private void succeeded() {
        if (failures > 0) {
            log.info("The projection goes on after {} failed attempts.", failures);
            failures = 0;
        }
    }

    /** An outage explains itself; anything else is a bug, whose place one wants to see. */
    private static boolean isOutage(RuntimeException e) {
        return e instanceof DataAccessException || e instanceof TransactionException || e instanceof KafkaException;
    }

    private Duration failed(RuntimeException e) {
        if (failures++ == 0) {
            log.error(
                    "The projection stands still and tries again until it succeeds; nothing is skipped. Reason: {}",
                    NestedExceptionUtils.getMostSpecificCause(e).getMessage(),
                    isOutage(e) ? null : e);
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 10));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
}
