package dev.drover.api.projection;

import dev.drover.schemas.Topic;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer.HeaderNames.HeadersToAdd;

/**
 * Where records go that cannot be projected, {@code mcp.events.dlt}: the bytes as they came, in the same partition, the
 * reason and the origin in the headers.
 */
public final class DeadLetters implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

    private final DefaultKafkaProducerFactory<byte[], byte[]> producers;
    private final DeadLetterPublishingRecoverer recoverer;

    /** @param kafka the producer's settings, apart from its serialisers */
    public DeadLetters(Map<String, Object> kafka) {
        producers = new DefaultKafkaProducerFactory<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
        recoverer = new DeadLetterPublishingRecoverer(
                new KafkaTemplate<>(producers),
                (record, _) -> new TopicPartition(Topic.EVENTS_DLT.topicName(), record.partition()));
        recoverer.setFailIfSendResultIsError(true);
        recoverer.setWaitForSendResultTimeout(Duration.ofSeconds(30));
        recoverer.excludeHeader(HeadersToAdd.EX_STACKTRACE);
    }

    /** Returns when the record is safe; throws if it is not. */
    void accept(ConsumerRecord<byte[], byte[]> record, Exception reason) {
        recoverer.accept(record, reason);
        log.error(
                "The record at {}-{}@{} cannot be projected and was put into {}: {}",
                record.topic(),
                record.partition(),
                record.offset(),
                Topic.EVENTS_DLT.topicName(),
                NestedExceptionUtils.getMostSpecificCause(reason).getMessage());
    }

    @Override
    public void close() {
        producers.destroy();
    }
}
