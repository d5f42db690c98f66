package dev.drover.worker.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.schemas.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts bytes that are no command on {@code mcp.commands.dlt}, as they came, with the reason in headers. One thread. */
final class DeadLetters {
    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

    /** Of a letter that the brokers do not take as a whole, in bytes. */
    private static final int CUT = 64 * 1024;

    private final Producer<String, byte[]> producer;
    private final List<Sent> sent = new ArrayList<>();

    private record Sent(ProducerRecord<String, byte[]> letter, Future<RecordMetadata> taken) {}

    DeadLetters(Producer<String, byte[]> producer) {
        this.producer = producer;
    }

    /** Sends it without waiting: a heap of them must not keep a shard from going on. */
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
        sent.add(new Sent(letter, producer.send(letter)));
    }

    /**
     * Returns when the brokers have all that were added.
     *
     * @throws KafkaException if they do not take one: then all must be read again
     */
    void await() {
        try {
            for (Sent each : sent) {
                await(each);
            }
        } catch (ExecutionException e) {
            throw new KafkaException("a dead letter was not taken", e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } finally {
            sent.clear();
        }
    }

    private void await(Sent each) throws ExecutionException, InterruptedException {
        try {
            each.taken().get();
        } catch (ExecutionException e) {
            byte[] value = each.letter().value();
            if (!(e.getCause() instanceof RecordTooLargeException) || value == null) {
                throw e;
            }
            // Better its beginning than a shard that never goes on.
            ProducerRecord<String, byte[]> cut = new ProducerRecord<>(
                    each.letter().topic(),
                    each.letter().partition(),
                    each.letter().key(),
                    Arrays.copyOf(value, Math.min(value.length, CUT)),
                    each.letter().headers());
            cut.headers().add(header("drover-cut-from", Integer.toString(value.length)));
            producer.send(cut).get();
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
