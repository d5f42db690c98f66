package dev.drover.worker;

import static dev.drover.worker.testing.Backend.mcpServer;
import static dev.drover.worker.testing.Backend.newServerId;
import static dev.drover.worker.testing.Backend.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.local.EmbeddedKafka;
import dev.drover.schemas.message.Command;
import dev.drover.schemas.message.CommandSucceeded;
import dev.drover.schemas.message.ServerStarted;
import dev.drover.schemas.message.ServerStarting;
import dev.drover.schemas.message.StartServer;
import dev.drover.worker.testing.Backend;
import dev.drover.worker.testing.WrittenLog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;

class BrokerOutageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private EmbeddedKafka kafka;
    private Backend backend;
    private WrittenLog log;
    private RunningWorker worker;

    @SuppressWarnings("NullAway.Init") // all is there before each test
    BrokerOutageIT() {}

    @BeforeEach
    void start(@TempDir Path directory) {
        kafka = new EmbeddedKafka(directory.resolve("kafka"), 0);
        kafka.start();
        backend = new Backend(kafka.bootstrapServers());
        log = new WrittenLog(kafka.bootstrapServers());
        worker = start(directory, "45s");
    }

    private RunningWorker start(Path directory, String lease) {
        return RunningWorker.start("w-1", directory, kafka.bootstrapServers(), "--drover.lease.duration=" + lease)
                .awaitReady();
    }

    @AfterEach
    void stop() {
        worker.close();
        backend.close();
        log.close();
        kafka.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 20})
    void serversGoOnThroughAnOutageShorterThanTheLeaseAndNoCommandIsLostOrDoubled(int seconds) {
        List<Long> servers = started(8);
        List<String> commands = new ArrayList<>();
        for (long id : servers) {
            commands.add(backend.send(newServerId(), server(1, "false")));
            commands.add(backend.send(id, new StartServer()));
        }
        Instant end = Instant.now().plusSeconds(seconds);
        kafka.stop();
        await().atMost(PATIENCE)
                .until(() -> readiness().equals(Status.DOWN) || readiness().equals(Status.OUT_OF_SERVICE));
        for (long id : servers) {
            Command start = Backend.command(id, new StartServer());
            commands.add(start.getCommandId());
            // a client that has lost the brokers blocks
            Thread.startVirtualThread(() -> backend.send(start));
        }
        await().atMost(PATIENCE).until(() -> Instant.now().isAfter(end));
        kafka.start();

        await().atMost(PATIENCE).until(() -> readiness().equals(Status.UP));
        assertThat(worker.isReady()).isTrue();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(commands)
                        .allSatisfy(id -> assertThat(log.endings(id)).hasSize(1)));
        assertThat(commands)
                .allSatisfy(id -> assertThat(log.endings(id).getFirst()).isInstanceOf(CommandSucceeded.class));
        for (long id : servers) {
            assertThat(log.happened(id, ServerStarting.class)).hasSize(1);
            assertThat(log.happened(id, ServerStarted.class))
                    .singleElement()
                    .satisfies(started -> assertThat(ProcessHandle.of(Objects.requireNonNull(started.getPid())))
                            .isPresent());
        }
        await().atMost(PATIENCE).until(() -> log.heartbeatAt("w-1").isAfter(end));
        log.assertSound();
    }

    @Test
    void serversAreKilledAtTheEndOfTheLeaseAndRunAgainAfterTheOutage(@TempDir Path directory) {
        worker.close();
        worker = RunningWorker.start("w-1", directory, kafka.bootstrapServers(), LeaseIT.SHORT_LEASE)
                .awaitReady();
        long id = started(1).getFirst();
        ProcessHandle process = ProcessHandle.of(Objects.requireNonNull(
                        log.happened(id, ServerStarted.class).getFirst().getPid()))
                .orElseThrow();
        Instant away = Instant.now();
        kafka.stop();
        await().atMost(PATIENCE).until(() -> !process.isAlive());
        assertThat(Instant.now()).isBefore(away.plusSeconds(6));
        kafka.start();
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(log.happened(id, ServerStarted.class)).hasSize(2));
        log.assertSound();
    }

    private List<Long> started(int count) {
        List<Long> servers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long id = newServerId();
            backend.send(id, mcpServer(1));
            backend.send(id, new StartServer());
            servers.add(id);
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(servers)
                        .allSatisfy(id -> assertThat(log.happened(id, ServerStarted.class))
                                .hasSize(1)));
        return servers;
    }

    private Status readiness() {
        return Objects.requireNonNull(
                        worker.context().getBean(HealthEndpoint.class).healthForPath("readiness"))
                .getStatus();
    }
}
