package dev.drover.api.outbox;

import dev.drover.schemas.EventDigest;
import dev.drover.schemas.MessageCodec;
import dev.drover.schemas.Topic;
import dev.drover.schemas.UnreadableMessage;
import dev.drover.schemas.message.ApiEvent;
import dev.drover.schemas.message.ApiOutcome;
import dev.drover.schemas.message.Command;
import dev.drover.schemas.message.DefineServer;
import dev.drover.schemas.message.RemoveServer;
import dev.drover.schemas.message.RestartServer;
import dev.drover.schemas.message.SetDebug;
import dev.drover.schemas.message.StartServer;
import dev.drover.schemas.message.StopServer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Ties each event of the API to the one before it on {@code mcp.api-events}, and does not let their time go back, though
 * several replicas make them; of each command that is published it makes the event itself. After any error a new one is made, from what is committed. Used by the relay's thread only.
 */
final class ApiEventChain {
    private static final TopicPartition PARTITION = new TopicPartition(Topic.API_EVENTS.topicName(), 0);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int FIRST_LOOK_BACK = 16;
    private static final String OF_NO_APP = "0";
    private static final MessageCodec<Command> COMMANDS = new MessageCodec<>(Command.class);

    private final MessageCodec<ApiEvent> codec = new MessageCodec<>(ApiEvent.class);
    private @Nullable ByteBuffer lastDigest;
    private Instant latest = Instant.EPOCH;

    private ApiEventChain(byte @Nullable [] last) {
        if (last != null) {
            lastDigest = EventDigest.of(last);
            latest = timeOf(last);
        }
    }

    /** @param kafka how to reach the brokers */
    static ApiEventChain fromTheEndOf(Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(PARTITION));
            return new ApiEventChain(last(consumer));
        }
    }

    /** Before the end there may be any number of marks of transactions: look farther and farther back. */
    private static byte @Nullable [] last(KafkaConsumer<byte[], byte[]> consumer) {
        long begin = consumer.beginningOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
        long end = consumer.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
        byte[] last = null;
        for (long back = FIRST_LOOK_BACK; last == null && end > begin; back *= 4) {
            long from = Math.max(begin, end - back);
            last = last(consumer, from, end);
            if (from == begin) {
                break;
            }
        }
        return last;
    }

    private static byte @Nullable [] last(KafkaConsumer<byte[], byte[]> consumer, long from, long end) {
        byte[] last = null;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        consumer.seek(PARTITION, from);
        while (consumer.position(PARTITION) < end) {
            if (System.nanoTime() > deadline) {
                throw new KafkaException("the end of " + PARTITION.topic() + " is not sent");
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                last = record.value();
            }
        }
        return last;
    }

    /** What is published of a record: an event of the API as a link of the chain, and of a command that it was issued. */
    List<ProducerRecord<String, byte[]>> withItsEvent(ProducerRecord<String, byte[]> record) {
        if (record.topic().equals(PARTITION.topic())) {
            return List.of(chained(codec.decode(record.value())));
        }
        return record.topic().equals(Topic.COMMANDS.topicName())
                ? List.of(record, chained(issued(COMMANDS.decode(record.value()))))
                : List.of(record);
    }

    /** Its id is the command's, so that one which is published twice is known. */
    private static ApiEvent issued(Command command) {
        return ApiEvent.newBuilder()
                .setEventId("command-" + command.getCommandId())
                .setOccurredAt(command.getIssuedAt())
                .setActor(command.getIssuedBy())
                .setAppId(command.getAppId())
                .setServerId(command.getServerId())
                .setAction(action(command.getBody()))
                .setOutcome(ApiOutcome.DONE)
                .setCommandId(command.getCommandId())
                .build();
    }

    private static String action(Object body) {
        return switch (body) {
            case DefineServer _ -> "define_requested";
            case RemoveServer _ -> "remove_requested";
            case StartServer _ -> "start_requested";
            case StopServer _ -> "stop_requested";
            case RestartServer _ -> "restart_requested";
            case SetDebug _ -> "debug_requested";
            default -> "query_requested";
        };
    }

    private ProducerRecord<String, byte[]> chained(ApiEvent event) {
        latest = event.getOccurredAt().isAfter(latest) ? event.getOccurredAt() : latest;
        byte[] value = codec.encode(ApiEvent.newBuilder(event)
                .setOccurredAt(latest)
                .setPreviousDigest(lastDigest)
                .build());
        lastDigest = EventDigest.of(value);
        String key = event.getAppId() == null ? OF_NO_APP : event.getAppId().toString();
        return new ProducerRecord<>(PARTITION.topic(), 0, key, value);
    }

    private Instant timeOf(byte[] value) {
        try {
            return codec.decode(value).getOccurredAt();
        } catch (UnreadableMessage e) {
            return Instant.EPOCH;
        }
    }
}
