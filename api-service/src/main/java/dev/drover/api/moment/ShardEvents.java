package dev.drover.api.moment;

import dev.drover.schemas.MessageCodec;
import dev.drover.schemas.Topic;
import dev.drover.schemas.UnreadableMessage;
import dev.drover.schemas.message.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The events of some shards, each shard's in order, the shards in none: as fast as the brokers give them. One thread. */
final class ShardEvents implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration CLOSE = Duration.ofSeconds(1);
    private static final MessageCodec<Event> CODEC = new MessageCodec<>(Event.class);

    private final KafkaConsumer<byte[], byte[]> consumer;

    /** Takes events as they come. */
    interface Reader {
        /**
         * @param nextOffset of what follows the batch in its shard
         * @return whether more of the shard is wanted
         */
        boolean take(int shard, List<Event> batch, long nextOffset);
    }

    /** @param kafka where the brokers are, and how to log in */
    ShardEvents(Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        // One request is under way at a time: one for shards that have nothing more keeps the others' waiting.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** By shard, the offset after the last event that is there. */
    Map<Integer, Long> ends() {
        Map<Integer, Long> ends = new HashMap<>();
        List<TopicPartition> all = new ArrayList<>();
        for (int shard = 0; shard < Topic.EVENTS.partitions(); shard++) {
            all.add(partition(shard));
        }
        // Of partitions that are not assigned the client has something to say in its log.
        consumer.assign(all);
        consumer.endOffsets(all).forEach((partition, end) -> ends.put(partition.partition(), end));
        return ends;
    }

    /**
     * Hands over the events of the shards.
     *
     * @param from by shard, the offset of the first
     * @param ends by shard, the first offset that is not read any more
     * @throws KafkaException if the brokers do not answer
     */
    void read(Map<Integer, Long> from, Map<Integer, Long> ends, Reader reader) {
        Set<Integer> open = new HashSet<>(from.keySet());
        open.removeIf(shard -> from.getOrDefault(shard, 0L) >= ends.getOrDefault(shard, 0L));
        consumer.assign(open.stream().map(ShardEvents::partition).toList());
        open.forEach(shard -> consumer.seek(partition(shard), from.getOrDefault(shard, 0L)));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!open.isEmpty()) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            for (TopicPartition partition : records.partitions()) {
                int shard = partition.partition();
                long end = ends.getOrDefault(shard, 0L);
                if (open.contains(shard) && !take(reader, shard, records.records(partition), end)) {
                    open.remove(shard);
                }
            }
            boolean finished =
                    open.removeIf(shard -> consumer.position(partition(shard)) >= ends.getOrDefault(shard, 0L));
            consumer.pause(consumer.assignment().stream()
                    .filter(partition -> !open.contains(partition.partition()))
                    .toList());
            if (finished || !records.isEmpty()) {
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new KafkaException("the brokers have sent nothing for " + PATIENCE.toSeconds() + " s");
            }
        }
    }

    private static boolean take(Reader reader, int shard, List<ConsumerRecord<byte[], byte[]>> records, long end) {
        List<Event> events = new ArrayList<>(records.size());
        long next = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.offset() < end) {
                decode(record, events);
                next = record.offset() + 1;
            }
        }
        return events.isEmpty() || reader.take(shard, events, next);
    }

    /** What is no event tells nothing of any server, as it does to the projector. */
    private static void decode(ConsumerRecord<byte[], byte[]> record, List<Event> events) {
        try {
            events.add(CODEC.decode(record.value() == null ? new byte[0] : record.value()));
        } catch (UnreadableMessage e) {
            // It is in the dead letters, and in a replay.
        }
    }

    private static TopicPartition partition(int shard) {
        return new TopicPartition(Topic.EVENTS.topicName(), shard);
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSE));
    }
}
