package dev.drover.api.topic;

import dev.drover.schemas.Topic;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt at creating the topics of the catalogue. */
final class TopicCreation {
    private static final Logger log = LoggerFactory.getLogger(TopicCreation.class);

    private final Admin admin;
    private final short replicationFactor;

    TopicCreation(Admin admin, short replicationFactor) {
        this.admin = admin;
        this.replicationFactor = replicationFactor;
    }

    void createMissing() throws ExecutionException, InterruptedException {
        Set<String> there = admin.listTopics().names().get();
        for (Topic topic : Topic.values()) {
            if (!there.contains(topic.topicName())) {
                create(topic);
            }
        }
        warnOfPartitionCounts(Stream.of(Topic.values())
                .filter(topic -> there.contains(topic.topicName()))
                .toList());
    }

    private void create(Topic topic) throws ExecutionException, InterruptedException {
        try {
            admin.createTopics(List.of(topic.toCreate(replicationFactor))).all().get();
            log.info("created topic {}", topic.topicName());
        } catch (ExecutionException e) {
            // Another replica or a worker was faster.
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    /** Records go to explicit partitions: with another count they cannot be published, or nobody owns them. */
    private void warnOfPartitionCounts(List<Topic> topics) throws ExecutionException, InterruptedException {
        List<String> names = topics.stream().map(Topic::topicName).toList();
        Map<String, TopicDescription> found =
                admin.describeTopics(names).allTopicNames().get();
        for (Topic topic : topics) {
            TopicDescription description = found.get(topic.topicName());
            int count = description == null ? 0 : description.partitions().size();
            if (count != topic.partitions()) {
                log.error(
                        "topic {} has {} partitions and must have {}: create it anew",
                        topic.topicName(),
                        count,
                        topic.partitions());
            }
        }
    }
}
