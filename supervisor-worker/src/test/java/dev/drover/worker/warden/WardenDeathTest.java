package dev.drover.worker.warden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.worker.process.Script;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers' JVMs with servers that ignore the end of stdin and SIGTERM, and have children in sessions of their own. */
class WardenDeathTest {
    private static final String STUBBORN =
            "(setsid sleep 300 &); (sleep 301 &); trap '' TERM; sleep 302 & while :; do sleep 0.5; done";

    private static final long LEASE = 3_000;
    private static final int LEAST = 4 * GuardedWorker.SERVERS;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String workerId = "warden-" + UUID.randomUUID();
    private final List<Process> started = new ArrayList<>();

    @TempDir
    private Path directory;

    @SuppressWarnings("NullAway.Init") // the directory is there before the tests
    WardenDeathTest() {}

    @AfterEach
    void endAll() {
        started.forEach(process -> process.descendants().forEach(ProcessHandle::destroyForcibly));
        started.forEach(Process::destroyForcibly);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pid-namespace", "process-group"})
    void aWorkerThatStandsStillIsKilledAtTheEndOfItsLeaseAndNothingIsLeft(String containment) throws Exception {
        Process worker = worker(List.of(), containment);
        awaitServers();
        long stopped = System.nanoTime();
        Processes.signal("STOP", worker.pid());
        assertThat(worker.waitFor(LEASE - 1_000, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(Processes.ofServersOf(workerId)).hasSizeGreaterThanOrEqualTo(LEAST);
        worker.waitFor();
        assertThat(Duration.ofNanos(System.nanoTime() - stopped)).isLessThan(Duration.ofMillis(LEASE + 200));
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pid-namespace", "process-group"})
    void nothingIsLeftOfAKilledWorkerNorItsWarden(String containment) throws Exception {
        Process worker = worker(List.of(), containment);
        awaitServers();
        ProcessHandle warden = wardenOf(worker);
        worker.destroyForcibly();
        assertNothingIsLeft();
        await().atMost(Duration.ofSeconds(2)).until(() -> !Processes.lives(warden.pid()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "STOP"})
    void withoutItsWardenAWorkerKillsItsServersAndStartsThemUnderAnother(String signal) throws Exception {
        Process worker = worker(List.of(), "pid-namespace");
        awaitServers();
        List<Long> before = Processes.ofServersOf(workerId);
        ProcessHandle warden = wardenOf(worker);
        Processes.signal(signal, warden.pid());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(before).noneMatch(Processes::lives));
        awaitServers();
        assertThat(wardenOf(worker).pid()).isNotEqualTo(warden.pid());
        assertThat(Processes.lives(warden.pid())).isFalse();
        assertThat(worker.isAlive()).isTrue();
    }

    @Test
    void aWorkerThatEndsInGoodOrderIsNotKilled() throws Exception {
        Process worker = worker(List.of(), "process-group");
        awaitServers();
        worker.getOutputStream().close();
        assertThat(worker.waitFor()).isZero();
        assertNothingIsLeft();
    }

    @Test
    void asTheFirstProcessOfAContainerItEmptiesItWhenTheWorkerStandsStill() throws Exception {
        Process container = container();
        awaitServers();
        assertThat(output(container)).endsWith("container");
        Processes.signal("STOP", workerIn(container).pid());
        assertThat(container.waitFor(LEASE + 3_000, TimeUnit.MILLISECONDS)).isTrue();
        assertNothingIsLeft();
    }

    @Test
    void asTheFirstProcessOfAContainerItEndsAsTheWorkerDoes() throws Exception {
        Process container = container();
        awaitServers();
        container.getOutputStream().close();
        assertThat(container.waitFor()).isZero();
        assertNothingIsLeft();
    }

    @Test
    void asTheFirstProcessOfAContainerItEmptiesItWhenTheWorkerIsKilled() throws Exception {
        Process container = container();
        awaitServers();
        Processes.signal("KILL", workerIn(container).pid());
        assertNothingIsLeft();
        assertThat(container.waitFor()).isNotZero();
    }

    private Process container() throws IOException {
        String script = Script.install(Warden.class, "warden.sh", directory).toString();
        return worker(
                List.of(
                        "unshare",
                        "--user",
                        "--map-root-user",
                        "--pid",
                        "--fork",
                        "--kill-child=KILL",
                        "--mount-proc",
                        "bash",
                        script,
                        "run"),
                "container");
    }

    private Process worker(List<String> wrapper, String containment) throws IOException {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(Arrays.asList(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                GuardedWorker.class.getName(),
                directory.toString(),
                workerId,
                containment,
                Long.toString(LEASE),
                STUBBORN));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        started.add(process);
        return process;
    }

    /** Up to the line that names the containment. */
    private static List<String> output(Process process) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        List<String> read = new ArrayList<>();
        do {
            read.add(Objects.requireNonNull(lines.readLine()));
        } while (!read.getLast().matches("[a-z-]+"));
        return read;
    }

    private static ProcessHandle wardenOf(Process worker) {
        return find(worker, "warden.sh watch");
    }

    private static ProcessHandle workerIn(Process container) {
        return container
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("/java"))
                .findFirst()
                .orElseThrow();
    }

    private static ProcessHandle find(Process worker, String part) {
        return worker.children()
                .filter(process -> process.info().commandLine().orElse("").contains(part))
                .findFirst()
                .orElseThrow();
    }

    private void awaitServers() {
        await().atMost(PATIENCE).until(() -> Processes.ofServersOf(workerId).size() >= LEAST);
    }

    private void assertNothingIsLeft() {
        await().atMost(Duration.ofSeconds(1))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(Processes.ofServersOf(workerId)).isEmpty());
    }
}
