package dev.drover.worker.testing;

import dev.drover.schemas.MessageCodec;
import dev.drover.schemas.Topic;
import dev.drover.schemas.message.Claim;
import dev.drover.schemas.message.LeaseRecord;
import dev.drover.schemas.message.Obituary;
import dev.drover.schemas.message.Renewal;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A worker on another host that believes a shard to be its own. */
public final class ForeignOwner {
    private ForeignOwner() {}

    /** Fences the owner and writes a claim; the claim's offset. */
    public static long claim(String bootstrapServers, int shard) {
        LeaseRecord claim = new LeaseRecord("w-foreign", "another host", null, new Claim(1L, Instant.now()));
        try (KafkaProducer<String, byte[]> producer = producer(bootstrapServers, shard)) {
            producer.initTransactions();
            producer.beginTransaction();
            Future<RecordMetadata> sent = producer.send(new ProducerRecord<>(
                    Topic.LEASES.topicName(),
                    shard,
                    "shard-" + shard,
                    new MessageCodec<>(LeaseRecord.class).encode(claim)));
            producer.commitTransaction();
            return sent.get().offset();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Fences the owner, claims and renews; the claim's offset. */
    public static long hold(String bootstrapServers, int shard, String workerId, String bootId) {
        LeaseRecord claim = new LeaseRecord(workerId, bootId, null, new Claim(1L, Instant.now()));
        try (KafkaProducer<String, byte[]> producer = producer(bootstrapServers, shard)) {
            producer.initTransactions();
            producer.beginTransaction();
            Future<RecordMetadata> sent = producer.send(record(shard, "shard-" + shard, claim));
            producer.flush();
            long offset = sent.get().offset();
            var _ = producer.send(
                    record(shard, "shard-" + shard, new LeaseRecord(workerId, bootId, offset, new Renewal())));
            producer.commitTransaction();
            return offset;
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Says that nothing is left of the process that made the claim. */
    public static void bury(String bootstrapServers, int shard, long claim) {
        LeaseRecord obituary = new LeaseRecord("w-foreign", "another host", claim, new Obituary());
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new StringSerializer(),
                new ByteArraySerializer())) {
            var _ = producer.send(record(shard, "obituary-" + shard, obituary));
        }
    }

    private static ProducerRecord<String, byte[]> record(int shard, String key, LeaseRecord message) {
        return new ProducerRecord<>(
                Topic.LEASES.topicName(), shard, key, new MessageCodec<>(LeaseRecord.class).encode(message));
    }

    /** Fences the owner and says nothing. */
    public static void fence(String bootstrapServers, int shard) {
        try (KafkaProducer<String, byte[]> producer = producer(bootstrapServers, shard)) {
            producer.initTransactions();
        }
    }

    private static KafkaProducer<String, byte[]> producer(String bootstrapServers, int shard) {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        "mcp-shard-" + shard),
                new StringSerializer(),
                new ByteArraySerializer());
    }
}
