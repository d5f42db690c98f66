package dev.drover.api.outbox;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The outbox's transactional producer. Opening one fences every earlier one, so it is opened only under the relay's
 * lock; after any error it is closed and a new one opened. Used by the relay's thread only.
 */
final class RecordPublisher implements AutoCloseable {
    private static final Duration CLOSE = Duration.ofSeconds(1);

    private final Producer<String, byte[]> producer;
    private final ApiEventChain chain;

    private RecordPublisher(Producer<String, byte[]> producer, ApiEventChain chain) {
        this.producer = producer;
        this.chain = chain;
    }

    /** @param kafka how to reach the brokers */
    static RecordPublisher open(Map<String, Object> kafka) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "mcp-outbox");
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "drover-outbox");
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 30_000);
        // The coordinator answers CONCURRENT_TRANSACTIONS for some milliseconds after a commit.
        config.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 1);
        config.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 100);
        Producer<String, byte[]> producer =
                new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
            // Not earlier: until then another relay may still have written.
            return new RecordPublisher(producer, ApiEventChain.fromTheEndOf(kafka));
        } catch (KafkaException e) {
            producer.close(CLOSE);
            throw e;
        }
    }

    /** Publishes all of them in one transaction, in order. */
    void publish(List<OutboxRecord> records) {
        producer.beginTransaction();
        for (OutboxRecord each : records) {
            for (ProducerRecord<String, byte[]> record : chain.withItsEvent(each.toPublish())) {
                var _ = producer.send(record);
            }
        }
        // The commit waits for every send, and throws the error of the first that failed.
        producer.commitTransaction();
    }

    @Override
    public void close() {
        producer.close(CLOSE);
    }
}
