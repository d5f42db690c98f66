package dev.drover.api;

import static org.awaitility.Awaitility.await;

import dev.drover.schemas.MessageCodec;
import dev.drover.schemas.Sharding;
import dev.drover.schemas.Topic;
import dev.drover.schemas.message.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads {@code mcp.commands} as a worker does. */
public final class PublishedCommands {
    private static final MessageCodec<Command> CODEC = new MessageCodec<>(Command.class);

    private PublishedCommands() {}

    /** The committed commands of a server, once there are this many. */
    public static List<ConsumerRecord<String, Command>> of(long serverId, int count, String kafka) {
        Map<String, Object> config = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed");
        List<ConsumerRecord<String, Command>> found = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition shard = new TopicPartition(Topic.COMMANDS.topicName(), Sharding.shardOf(serverId));
            consumer.assign(List.of(shard));
            consumer.seekToBeginning(List.of(shard));
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> add(found, serverId, record));
                return found.size() >= count;
            });
        }
        return found;
    }

    private static void add(
            List<ConsumerRecord<String, Command>> found, long serverId, ConsumerRecord<String, byte[]> record) {
        Command command = CODEC.decode(record.value());
        if (command.getServerId() == serverId) {
            found.add(new ConsumerRecord<>(record.topic(), record.partition(), record.offset(), record.key(), command));
        }
    }
}
