package dev.drover.api.outbox;

import org.apache.kafka.clients.producer.ProducerRecord;

/** A row of the outbox. */
record OutboxRecord(long recordId, ProducerRecord<String, byte[]> toPublish) {}
