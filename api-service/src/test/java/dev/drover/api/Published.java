package dev.drover.api;

import static org.awaitility.Awaitility.await;

import dev.drover.schemas.MessageCodec;
import dev.drover.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What the service has published to a topic. */
public final class Published {
    private Published() {}

    /** A record's key and its message. */
    public record Message<T>(String key, T value) {}

    /** The first committed message that is meant, once it is there. */
    public static <T extends SpecificRecord> Message<T> first(
            String kafka, Topic topic, Class<T> type, Predicate<T> isMeant) {
        MessageCodec<T> codec = new MessageCodec<>(type);
        Map<String, Object> config = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed");
        List<Message<T>> found = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> all = IntStream.range(0, topic.partitions())
                    .mapToObj(partition -> new TopicPartition(topic.topicName(), partition))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    T value = codec.decode(record.value());
                    if (isMeant.test(value)) {
                        found.add(new Message<>(record.key(), value));
                    }
                }
                return !found.isEmpty();
            });
        }
        return found.getFirst();
    }
}
