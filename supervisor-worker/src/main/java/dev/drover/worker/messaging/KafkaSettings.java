package dev.drover.worker.messaging;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Makes the worker's Kafka clients. Thread-safe.
 *
 * @param common brokers, security and whatever else the operator sets for every client
 * @param sessionTimeout after which the group gives a silent worker's shards to others
 * @param groupProtocol {@code classic} or {@code consumer}
 * @param staticMembership whether a worker that comes back within the session gets its shards without a rebalance
 */
public record KafkaSettings(
        Map<String, Object> common, Duration sessionTimeout, String groupProtocol, boolean staticMembership) {
    /** The consumer group of all workers. */
    public static final String GROUP = "mcp-supervisors";

    /** How long a worker may be busy before the group gives its shards to others. */
    public static final Duration MAX_POLL_INTERVAL = Duration.ofSeconds(30);

    /** Longer than any lease, so that no transaction of a living owner is aborted for it. */
    public static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(60);

    /**
     * A member learns from its heartbeat's answer that the group is to balance anew. All others wait for the last to hear of it,
     * and a shard that moves is without an owner meanwhile.
     */
    private static final Duration HEARTBEAT = Duration.ofMillis(250);

    /** How long a client waits for brokers that do not answer. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The one producer of a shard: initialising it fences whoever had the shard before. */
    KafkaProducer<String, byte[]> shardProducer(int shard) {
        Map<String, Object> config = producerConfig("shard-" + shard);
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "mcp-shard-" + shard);
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) TRANSACTION_TIMEOUT.toMillis());
        // A commit sends at once what waits. Until then records wait for each other: a transaction's second batch that
        // overtakes its first is refused by the broker (OUT_OF_ORDER_SEQUENCE_NUMBER), and costs a retry.
        config.put(ProducerConfig.LINGER_MS_CONFIG, 100L);
        // The coordinator answers "still finishing the last one" for a few milliseconds after each transaction.
        // What takes longer is a dead broker, and thirty producers that ask for it keep others from taking over.
        config.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 1L);
        config.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 100L);
        return new KafkaProducer<>(config);
    }

    /** For what needs no transaction: replies, heartbeats, dead letters. */
    public KafkaProducer<String, byte[]> plainProducer() {
        return new KafkaProducer<>(producerConfig("plain"));
    }

    private Map<String, Object> producerConfig(String name) {
        Map<String, Object> config = new HashMap<>(common);
        config.put(CommonClientConfigs.CLIENT_ID_CONFIG, name);
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0L);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 16 * 1024 * 1024);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int)
                PATIENCE.dividedBy(2).toMillis());
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        config.put(CommonClientConfigs.METRICS_RECORDING_LEVEL_CONFIG, "INFO");
        return config;
    }

    /** Whether the worker's own assignor decides who has which shard. */
    public boolean hasHomes() {
        return groupProtocol.equals("classic");
    }

    /** @param membership for which it joins the group */
    KafkaConsumer<byte[], byte[]> commandConsumer(String workerId, Membership membership) {
        Map<String, Object> config = new HashMap<>(common);
        config.put(CommonClientConfigs.CLIENT_ID_CONFIG, "commands-" + workerId);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
        config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, groupProtocol);
        if (staticMembership) {
            config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, workerId);
        }
        if (hasHomes()) {
            config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, HomeAssignor.class.getName());
            config.put(HomeAssignor.MEMBERSHIP_CONFIG, membership);
            config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) sessionTimeout.toMillis());
            config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int) HEARTBEAT.toMillis());
        }
        config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, (int) MAX_POLL_INTERVAL.toMillis());
        // The position comes from the shard's checkpoint, never from the group.
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    KafkaConsumer<String, byte[]> tailConsumer() {
        Map<String, Object> config = new HashMap<>(common);
        config.put(CommonClientConfigs.CLIENT_ID_CONFIG, "tail");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    }

    public Admin admin() {
        Map<String, Object> config = new HashMap<>(common);
        config.put(CommonClientConfigs.CLIENT_ID_CONFIG, "admin");
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int)
                PATIENCE.dividedBy(2).toMillis());
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        return Admin.create(config);
    }
}
