package dev.drover.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.local.testing.RealKafka;
import dev.drover.worker.messaging.KafkaSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StaticMembershipIT {
    private static final String STATIC = "--drover.static-membership=true";

    private final RealKafka kafka = RealKafka.start();
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path directory;

    @SuppressWarnings("NullAway.Init") // the directory is there before the tests
    StaticMembershipIT() {}

    @AfterEach
    void stop() {
        kafka.close();
    }

    @Test
    void theOlderOfTwoProcessesWithOneIdStandsDownAndSaysSo() {
        RunningWorker older = worker("older").awaitReady();
        try (RunningWorker newer = worker("newer")) {
            await().atMost(Duration.ofSeconds(60)).until(() -> !refusals.isEmpty());
            assertThat(refusals).singleElement().asString().contains("the same DROVER_WORKER_ID");
            older.close();
            newer.awaitReady();
            assertThat(members()).hasSize(1);
        }
    }

    @Test
    void aDrainedWorkerLeavesTheGroupAtOnce() {
        RunningWorker worker = worker("data").awaitReady();
        assertThat(members())
                .singleElement()
                .satisfies(member -> assertThat(member.groupInstanceId()).contains("w-1"));
        worker.close();
        assertThat(members()).isEmpty();
    }

    private RunningWorker worker(String data) {
        return RunningWorker.startWith(refusals::add, "w-1", directory.resolve(data), kafka.bootstrapServers(), STATIC);
    }

    private Collection<MemberDescription> members() {
        try (Admin admin =
                Admin.create(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()))) {
            return Objects.requireNonNull(admin.describeConsumerGroups(List.of(KafkaSettings.GROUP))
                            .describedGroups()
                            .get(KafkaSettings.GROUP))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join()
                    .members();
        }
    }
}
