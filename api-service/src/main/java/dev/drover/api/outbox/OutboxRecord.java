package dev.drover.api.outbox;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** A row of the outbox. */
record OutboxRecord(long recordId, String topic, @Nullable Integer partition, String key, byte[] value) {
    ProducerRecord<String, byte[]> toPublish() {
        return new ProducerRecord<>(topic, partition, key, value);
    }
}
