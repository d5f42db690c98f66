package dev.drover.api.projection;

import dev.drover.schemas.Topic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.util.backoff.FixedBackOff;

/** Builds the consumer that feeds the projection: group {@code mcp-projection}, whole batches, one thread. */
public final class EventsContainer {
    public static final String GROUP = "mcp-projection";

    private EventsContainer() {}

    /** @param kafka the consumer's settings: where the brokers are, and how to log in */
    public static KafkaMessageListenerContainer<byte[], byte[]> create(
            Map<String, Object> kafka, Admin admin, Projector projector) {
        ProjectionListener listener = new ProjectionListener(projector, () -> topicId(admin));
        ContainerProperties properties = new ContainerProperties(Topic.EVENTS.topicName());
        properties.setGroupId(GROUP);
        properties.setAckMode(AckMode.MANUAL);
        // The group's offsets only tell an operator how far it is: the next batch does not wait for the brokers to keep
        // them.
        properties.setSyncCommits(false);
        properties.setMessageListener(listener);
        properties.setConsumerRebalanceListener(listener);
        properties.setMissingTopicsFatal(false);
        // Also how long a batch that failed waits at least: partitions are resumed between polls.
        properties.setPollTimeout(500);
        KafkaMessageListenerContainer<byte[], byte[]> container = new KafkaMessageListenerContainer<>(
                new DefaultKafkaConsumerFactory<>(
                        settings(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                properties);
        container.setBeanName(GROUP);
        container.setCommonErrorHandler(
                new DefaultErrorHandler(new FixedBackOff(1_000, FixedBackOff.UNLIMITED_ATTEMPTS)));
        return container;
    }

    private static Map<String, Object> settings(Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        // A replica that was killed holds its partitions until its session is over: nothing is projected for so long.
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1_500);
        // An offset that is not there means another topic or a cut one; the checkpoint tells what is known already.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
        // A topic that is made after the start is found this soon.
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 10_000);
        return settings;
    }

    /** The id that the events' topic has now: it is another one after somebody has made it anew. */
    public static String topicId(Admin admin) {
        String topic = Topic.EVENTS.topicName();
        try {
            KafkaFuture<TopicDescription> described = Objects.requireNonNull(
                    admin.describeTopics(List.of(topic)).topicNameValues().get(topic));
            return described.get(10, TimeUnit.SECONDS).topicId().toString();
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("no description of the topic " + topic, e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
