package dev.drover.worker.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.schemas.Topic;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts bytes that are no command on {@code mcp.commands.dlt}, as they came, with the reason in headers. Thread-safe. */
final class DeadLetters {
    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

    private final Producer<String, byte[]> producer;

    DeadLetters(Producer<String, byte[]> producer) {
        this.producer = producer;
    }

    /** @throws org.apache.kafka.common.KafkaException if the brokers do not take it: then it must be read again */
    void add(ConsumerRecord<byte[], byte[]> record, Exception reason) {
        log.warn(
                "{}-{} offset {} is no command and goes to {}: {}",
                record.topic(),
                record.partition(),
                record.offset(),
                Topic.COMMANDS_DLT.topicName(),
                reason.getMessage());
        List<Header> headers = List.of(
                header("drover-reason", String.valueOf(reason.getMessage())),
                header("drover-topic", record.topic()),
                header("drover-partition", Integer.toString(record.partition())),
                header("drover-offset", Long.toString(record.offset())));
        ProducerRecord<String, byte[]> letter = new ProducerRecord<>(
                Topic.COMMANDS_DLT.topicName(), record.partition(), key(record), record.value(), headers);
        try {
            producer.send(letter).get();
        } catch (ExecutionException e) {
            throw new KafkaException("the dead letter was not taken", e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }

    private static String key(ConsumerRecord<byte[], byte[]> record) {
        try (StringDeserializer text = new StringDeserializer()) {
            String key = text.deserialize(record.topic(), record.key());
            return key == null ? "" : key;
        }
    }
}
