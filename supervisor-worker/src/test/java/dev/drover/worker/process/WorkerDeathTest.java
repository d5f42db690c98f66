package dev.drover.worker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A worker's JVM is killed: its servers, which ignore the end of stdin and SIGTERM, must go with it. */
class WorkerDeathTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void nothingIsLeftOfAKilledWorker(Containment containment) throws IOException {
        // A process group holds no process that makes a session of its own: that is the boot sweep's.
        String daemon = containment.isNamespace() ? "(setsid sleep 300 &);" : "";
        String workerId = "death-" + UUID.randomUUID();
        Process worker = worker(
                workerId, containment, daemon + "(sleep 301 &); trap '' TERM; sleep 302 & while :; do sleep 0.1; done");
        try {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> TestHost.processesOf(workerId).size() >= DyingWorker.SERVERS * 4);
        } finally {
            worker.destroyForcibly();
        }
        await().atMost(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(TestHost.processesOf(workerId)).isEmpty());
    }

    @Test
    void whatLeftItsProcessGroupIsForTheBootSweep() throws IOException {
        String workerId = "death-" + UUID.randomUUID();
        Process worker = worker(workerId, Containment.PROCESS_GROUP, "setsid sleep 300 & sleep 301");
        try {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> TestHost.processesOf(workerId).size() >= DyingWorker.SERVERS * 4);
            assertThat(new BootSweep(workerId).run()).isZero();
        } finally {
            worker.destroyForcibly();
        }
        await().atMost(Duration.ofSeconds(1))
                .until(() -> TestHost.processesOf(workerId).size() == DyingWorker.SERVERS);
        assertThat(new BootSweep(workerId).run()).isEqualTo(DyingWorker.SERVERS);
        assertThat(TestHost.processesOf(workerId)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aWorkerThatDiesBeforeGoLeavesNoServer(Containment containment) throws IOException {
        String workerId = "death-" + UUID.randomUUID();
        Process worker = worker(workerId, containment, DyingWorker.NEVER_GO);
        try {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> TestHost.processesOf(workerId).size() >= DyingWorker.SERVERS);
        } finally {
            worker.destroyForcibly();
        }
        await().atMost(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(TestHost.processesOf(workerId)).isEmpty());
    }

    private Process worker(String workerId, Containment containment, String script) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DyingWorker.class.getName(),
                        directory.toString(),
                        workerId,
                        containment.name(),
                        script)
                .inheritIO()
                .start();
    }
}
