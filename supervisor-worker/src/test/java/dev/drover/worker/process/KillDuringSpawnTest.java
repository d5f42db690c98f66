package dev.drover.worker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A worker's JVM is killed at any moment of its spawns. The moments in which a death signal is not in place yet are short: to
 * meet them, run it with {@code -Ddrover.kills=300}.
 */
class KillDuringSpawnTest {
    private static final int KILLS = Integer.getInteger("drover.kills", 3);

    /** Longer than a spawn takes. */
    private static final long MOMENTS = Duration.ofMillis(60).toNanos();

    private static final Duration SOON = Duration.ofMillis(100);

    private final Random random = new Random(KILLS);

    @TempDir
    private Path directory;

    @SuppressWarnings("NullAway.Init") // the directory is there before the tests
    KillDuringSpawnTest() {}

    @ParameterizedTest
    @EnumSource(names = {"PID_NAMESPACE", "PROCESS_GROUP"})
    void nothingIsLeftAtAnyMoment(Containment containment) throws Exception {
        for (int kill = 0; kill < KILLS; kill++) {
            String workerId = "kill-" + UUID.randomUUID();
            Process worker = spawning(workerId, containment);
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> !TestHost.processesOf(workerId).isEmpty());
            LockSupport.parkNanos(random.nextLong(MOMENTS));
            worker.destroyForcibly().waitFor();
            LockSupport.parkNanos(SOON.toNanos());
            List<Long> left = TestHost.processesOf(workerId);
            assertThat(left)
                    .as("%s, kill %d: left after %s", containment, kill, SOON)
                    .isEmpty();
        }
        System.out.println(containment + ": " + KILLS + " kills, nothing left after " + SOON);
    }

    private Process spawning(String workerId, Containment containment) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DyingWorker.class.getName(),
                        directory.toString(),
                        workerId,
                        containment.name(),
                        "(sleep 301 &); trap '' TERM; sleep 302 & while :; do sleep 0.1; done",
                        DyingWorker.ALL_AT_ONCE)
                .inheritIO()
                .start();
    }
}
