package dev.drover.worker.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.schemas.EventDigest;
import dev.drover.schemas.MessageCodec;
import dev.drover.schemas.Topic;
import dev.drover.schemas.message.CommandFailed;
import dev.drover.schemas.message.CommandRejected;
import dev.drover.schemas.message.CommandSucceeded;
import dev.drover.schemas.message.CommandSuperseded;
import dev.drover.schemas.message.Event;
import dev.drover.schemas.message.LeaseRecord;
import dev.drover.schemas.message.Reply;
import dev.drover.schemas.message.StateRecord;
import dev.drover.schemas.message.WorkerHeartbeat;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** All that workers have written and committed since the beginning, read by a thread of its own. */
public final class WrittenLog implements AutoCloseable {
    private static final List<Topic> TOPICS =
            List.of(Topic.EVENTS, Topic.STATE, Topic.LEASES, Topic.REPLIES, Topic.WORKERS, Topic.COMMANDS_DLT);
    private static final MessageCodec<Event> EVENT = new MessageCodec<>(Event.class);
    private static final MessageCodec<StateRecord> STATE = new MessageCodec<>(StateRecord.class);
    private static final MessageCodec<LeaseRecord> LEASE = new MessageCodec<>(LeaseRecord.class);
    private static final MessageCodec<Reply> REPLY = new MessageCodec<>(Reply.class);
    private static final MessageCodec<WorkerHeartbeat> HEARTBEAT = new MessageCodec<>(WorkerHeartbeat.class);

    private final Queue<ConsumerRecord<String, byte[]>> records = new ConcurrentLinkedQueue<>();
    private final KafkaConsumer<String, byte[]> consumer;
    private final Thread thread = Thread.ofPlatform().name("written-log").unstarted(this::read);
    private volatile boolean closed;

    public WrittenLog(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        500,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        thread.start();
    }

    private void read() {
        List<TopicPartition> partitions = new ArrayList<>();
        for (Topic topic : TOPICS) {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                partitions.add(new TopicPartition(topic.topicName(), partition));
            }
        }
        consumer.assign(partitions);
        while (!closed) {
            try {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            } catch (KafkaException e) {
                // brokers are away: go on
            }
        }
        consumer.close();
    }

    private Stream<ConsumerRecord<String, byte[]>> of(Topic topic) {
        return records.stream().filter(record -> record.topic().equals(topic.topicName()));
    }

    private static <T extends SpecificRecord> T decode(MessageCodec<T> codec, ConsumerRecord<String, byte[]> record) {
        return codec.decode(record.value());
    }

    /** All events, each partition's in order. */
    public List<Event> events() {
        return of(Topic.EVENTS).map(record -> decode(EVENT, record)).toList();
    }

    public List<Event> events(long serverId) {
        return events().stream()
                .filter(event -> Objects.equals(event.getServerId(), serverId))
                .toList();
    }

    public List<Event> eventsOfShard(int shard) {
        return events().stream().filter(event -> event.getShard() == shard).toList();
    }

    /** The bodies of this type of a server's events, oldest first. */
    public <T> List<T> happened(long serverId, Class<T> type) {
        return events(serverId).stream()
                .map(Event::getBody)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** How the command ended: one element, if all is well. */
    public List<Object> endings(String commandId) {
        return events().stream()
                .filter(event -> commandId.equals(event.getCommandId()))
                .map(Event::getBody)
                .filter(WrittenLog::isEnding)
                .toList();
    }

    private static boolean isEnding(Object body) {
        return body instanceof CommandSucceeded
                || body instanceof CommandFailed
                || body instanceof CommandSuperseded
                || body instanceof CommandRejected;
    }

    /** The newest record of a key of {@code mcp.state}; null if there is none, or a tombstone. */
    public @Nullable StateRecord state(int shard, String key) {
        Map<String, @Nullable StateRecord> newest = new HashMap<>();
        of(Topic.STATE)
                .filter(record -> record.partition() == shard)
                .forEach(record -> newest.put(record.key(), record.value() == null ? null : decode(STATE, record)));
        return newest.get(key);
    }

    /** Offset and content of the shard's lease records, oldest first. */
    public List<Map.Entry<Long, LeaseRecord>> leases(int shard) {
        return of(Topic.LEASES)
                .filter(record -> record.partition() == shard)
                .map(record -> Map.entry(record.offset(), decode(LEASE, record)))
                .toList();
    }

    public List<Reply> replies(String commandId) {
        return of(Topic.REPLIES)
                .map(record -> decode(REPLY, record))
                .filter(reply -> reply.getCommandId().equals(commandId))
                .toList();
    }

    public List<ConsumerRecord<String, byte[]>> deadLetters() {
        return of(Topic.COMMANDS_DLT).toList();
    }

    /** The worker's last heartbeat; null before the first and after it has left. */
    public @Nullable WorkerHeartbeat heartbeat(String workerId) {
        WorkerHeartbeat newest = null;
        for (ConsumerRecord<String, byte[]> record : of(Topic.WORKERS).toList()) {
            if (workerId.equals(record.key())) {
                newest = record.value() == null ? null : decode(HEARTBEAT, record);
            }
        }
        return newest;
    }

    /** When the brokers took the worker's last heartbeat. */
    public Instant heartbeatAt(String workerId) {
        return of(Topic.WORKERS)
                .filter(record -> workerId.equals(record.key()))
                .map(record -> Instant.ofEpochMilli(record.timestamp()))
                .reduce(Instant.EPOCH, (earlier, later) -> later);
    }

    /** What holds for every log: numbered without gaps under growing claims, time never going back, one partition each. */
    public void assertSound() {
        Map<Integer, Event> last = new HashMap<>();
        Map<Integer, ByteBuffer> digests = new HashMap<>();
        of(Topic.EVENTS).forEach(record -> {
            Event event = decode(EVENT, record);
            ByteBuffer chained = digests.put(record.partition(), EventDigest.of(record.value()));
            assertThat(event.getPreviousDigest()).as("chain at %s", event).isEqualTo(chained);
            Event before = last.put(record.partition(), event);
            boolean isNewClaim = before == null || before.getClaim() != event.getClaim();
            assertThat(event.getShard()).as("shard of %s", event).isEqualTo(record.partition());
            assertThat(record.timestamp())
                    .as("time of the record of %s", event)
                    .isEqualTo(event.getOccurredAt().toEpochMilli());
            assertThat(event.getSequence())
                    .as("sequence after %s of %s", before, event)
                    .isEqualTo(isNewClaim ? 1 : Objects.requireNonNull(before).getSequence() + 1);
            if (before != null) {
                assertThat(event.getClaim()).as("claim").isGreaterThanOrEqualTo(before.getClaim());
                assertThat(event.getOccurredAt()).as("time").isAfterOrEqualTo(before.getOccurredAt());
            }
        });
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
