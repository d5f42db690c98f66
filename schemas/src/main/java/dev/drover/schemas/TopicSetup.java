package dev.drover.schemas;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates the topics that are missing, and checks those that are there. */
public final class TopicSetup {
    private static final int ATTEMPTS = 50;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private TopicSetup() {}

    /**
     * @param replicationFactor of topics that are made now; -1 for the brokers' default
     * @return the topics' ids
     * @throws KafkaException if the brokers do not answer
     * @throws IllegalStateException if a topic has another number of partitions than it must have
     */
    public static Map<Topic, Uuid> ensure(Admin admin, short replicationFactor) throws InterruptedException {
        Set<String> present = await(() -> admin.listTopics().names().get());
        List<NewTopic> missing = Arrays.stream(Topic.values())
                .filter(topic -> !present.contains(topic.topicName()))
                .map(topic -> topic.toCreate(replicationFactor))
                .toList();
        create(admin, missing);
        if (present.contains(Topic.REPLIES.topicName())) {
            letLargeRecordsThrough(admin);
        }
        Map<String, TopicDescription> found = describe(admin);
        Map<Topic, Uuid> ids = new EnumMap<>(Topic.class);
        for (Topic topic : Topic.values()) {
            ids.put(topic, checked(topic, Objects.requireNonNull(found.get(topic.topicName()))));
        }
        return ids;
    }

    /** A topic that has just been made takes a moment until every broker knows it. */
    private static Map<String, TopicDescription> describe(Admin admin) throws InterruptedException {
        List<String> names = Arrays.stream(Topic.values()).map(Topic::topicName).toList();
        for (int attempt = 1; ; attempt++) {
            try {
                return await(() -> admin.describeTopics(names).allTopicNames().get());
            } catch (UnknownTopicOrPartitionException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    private static Uuid checked(Topic topic, TopicDescription found) {
        int partitions = found.partitions().size();
        if (partitions != topic.partitions()) {
            throw new IllegalStateException(
                    "topic %s has %d partitions and must have %d: servers would be looked for in the wrong ones. Make it anew, or connect to other brokers"
                            .formatted(topic.topicName(), partitions, topic.partitions()));
        }
        return found.topicId();
    }

    private static void create(Admin admin, List<NewTopic> missing) throws InterruptedException {
        for (KafkaFuture<Void> created : admin.createTopics(missing).values().values()) {
            try {
                await(created::get);
            } catch (TopicExistsException e) {
                // another service was faster
            }
        }
    }

    /** In topics that were made before, or by somebody else. */
    private static void letLargeRecordsThrough(Admin admin) throws InterruptedException {
        Map<ConfigResource, Topic> large = Arrays.stream(Topic.values())
                .filter(topic -> topic.largestRecord() > 0)
                .collect(Collectors.toMap(
                        topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName()), topic -> topic));
        Map<ConfigResource, Config> found =
                await(() -> admin.describeConfigs(large.keySet()).all().get());
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        large.forEach((resource, topic) -> {
            String present = Objects.requireNonNull(found.get(resource))
                    .get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
                    .value();
            if (Integer.parseInt(present) < topic.largestRecord()) {
                ConfigEntry larger =
                        new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(topic.largestRecord()));
                changes.put(resource, List.of(new AlterConfigOp(larger, AlterConfigOp.OpType.SET)));
            }
        });
        if (!changes.isEmpty()) {
            await(() -> admin.incrementalAlterConfigs(changes).all().get());
        }
    }

    private interface Request<T> {
        T get() throws ExecutionException, InterruptedException;
    }

    private static <T> T await(Request<T> request) throws InterruptedException {
        try {
            return request.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        }
    }
}
