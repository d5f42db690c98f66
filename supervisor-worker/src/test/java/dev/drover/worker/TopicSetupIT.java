package dev.drover.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.local.testing.RealKafka;
import dev.drover.schemas.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicSetupIT {
    @TempDir
    private Path directory;

    @SuppressWarnings("NullAway.Init") // the directory is there before the tests
    TopicSetupIT() {}

    @Test
    void aWorkerMakesTheTopicsAndRuns() throws Exception {
        try (RealKafka kafka = RealKafka.start();
                Admin admin = admin(kafka);
                RunningWorker worker = RunningWorker.start("w-1", directory, kafka.bootstrapServers())) {
            assertThat(worker.awaitReady().isReady()).isTrue();
            Set<String> names = admin.listTopics().names().get();
            for (Topic topic : Topic.values()) {
                assertThat(names).contains(topic.topicName());
            }
        }
    }

    @Test
    void aWorkerRefusesToRunWithAnotherNumberOfPartitionsAndNamesTheTopic() throws Exception {
        BlockingQueue<String> reasons = new LinkedBlockingQueue<>();
        try (RealKafka kafka = RealKafka.start();
                Admin admin = admin(kafka)) {
            admin.createTopics(List.of(new NewTopic(Topic.STATE.topicName(), 7, (short) 1)))
                    .all()
                    .get();
            try (RunningWorker worker =
                    RunningWorker.startWith(reasons::add, "w-1", directory, kafka.bootstrapServers())) {
                await().atMost(Duration.ofSeconds(30)).until(() -> !reasons.isEmpty());
                assertThat(reasons)
                        .singleElement()
                        .asString()
                        .startsWith("topic mcp.state has 7 partitions and must have 32");
                assertThat(worker.isReady()).isFalse();
            }
        }
    }

    private static Admin admin(RealKafka kafka) {
        return Admin.create(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()));
    }
}
