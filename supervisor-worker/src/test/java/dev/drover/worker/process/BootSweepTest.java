package dev.drover.worker.process;

import static dev.drover.worker.process.TestHost.sh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootSweepTest {
    private static final Map<String, String> DEAD = Map.of("DROVER_INCARNATION", "1-1", "DROVER_RUN", "1-1");

    private final String workerId = "sweep-" + UUID.randomUUID();

    @TempDir
    Path directory;

    @AfterEach
    void killWhatIsLeft() {
        ProcessTable.killAll(process ->
                process.environment().getOrDefault("DROVER_WORKER_ID", "").startsWith(workerId));
    }

    @Test
    void whatAnEarlierIncarnationLeftIsKilledAndCounted() throws IOException {
        sleeper(workerId, DEAD);
        sleeper(workerId, DEAD);
        assertThat(new BootSweep(workerId).run()).isEqualTo(2);
        assertThat(TestHost.processesOf(workerId)).isEmpty();
        assertThat(new BootSweep(workerId).run()).isZero();
    }

    @Test
    void anotherWorkersProcessesAreSparedEvenIfItsIdBeginsTheSame() throws IOException {
        Process other = sleeper(workerId + "0", DEAD);
        assertThat(new BootSweep(workerId).run()).isZero();
        assertThat(other.isAlive()).isTrue();
    }

    @Test
    void aProcessThatOnlyHasTheWorkersIdIsSparedForItMayBeTheWorker() throws IOException {
        Process worker = sleeper(workerId, Map.of());
        assertThat(new BootSweep(workerId).run()).isZero();
        assertThat(worker.isAlive()).isTrue();
    }

    @Test
    void theLivingIncarnationsServersAreSpared() throws IOException {
        try (var host = TestHost.in(directory, Containment.PROCESS_GROUP)) {
            var process = host.spawn(sh("sleep 100"));
            assertThat(new BootSweep(host.settings().workerId()).run()).isZero();
            assertThat(process.exit()).isNotDone();
        }
    }

    private static Process sleeper(String workerId, Map<String, String> environment) throws IOException {
        var builder = new ProcessBuilder("sleep", "100");
        builder.environment().put("DROVER_WORKER_ID", workerId);
        builder.environment().putAll(environment);
        Process process = builder.start();
        await().atMost(Duration.ofSeconds(5))
                .until(() -> TestHost.processesOf(workerId).contains(process.pid()));
        return process;
    }
}
