package dev.drover.worker.warden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.worker.process.Script;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script itself, beside a process that does nothing in the worker's place. */
class WardenScriptTest {
    /** What the design leaves it: it acts 0.2 s before the lease ends. */
    private static final Duration IN_TIME = Duration.ofMillis(200);

    private static final long MILLI = 1_000_000;

    private final List<Process> started = new ArrayList<>();

    @TempDir
    private Path directory;

    @SuppressWarnings("NullAway.Init") // the directory is there before the tests
    WardenScriptTest() {}

    @AfterEach
    void endAll() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void aWorkerIsKilledAtItsDeadlineAndNotBefore() throws Exception {
        Process worker = sleeper();
        Connection warden = beside(worker);
        warden.order(1, "-");
        long deadline = System.nanoTime() + 700 * MILLI;
        warden.order(2, Long.toString(BootClock.system().at(deadline)));
        assertThat(worker.waitFor(600, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(worker.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - deadline)).isBetween(Duration.ofMillis(-30), IN_TIME);
        assertThat(warden.process().waitFor()).isZero();
    }

    @Test
    void aStoppedWorkerIsKilledToo() throws Exception {
        Process worker = sleeper();
        Connection warden = beside(worker);
        warden.order(1, inMillis(300));
        Processes.signal("STOP", worker.pid());
        assertThat(worker.waitFor(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aDeadlineThatIsExtendedInTimeKillsNobody() throws Exception {
        Process worker = sleeper();
        Connection warden = beside(worker);
        for (int number = 1; number <= 10; number++) {
            warden.order(number, inMillis(600));
            assertThat(worker.waitFor(100, TimeUnit.MILLISECONDS)).isFalse();
        }
        warden.order(11, "-");
        assertThat(worker.waitFor(800, TimeUnit.MILLISECONDS)).isFalse();
    }

    @Test
    void theEndOfTheOrdersIsTheWorkersEndUnlessItWasSaid() throws Exception {
        Process worker = sleeper();
        beside(worker).orders().close();
        assertThat(worker.waitFor(5, TimeUnit.SECONDS)).isTrue();

        Process other = sleeper();
        Connection warden = beside(other);
        warden.orders().write("bye\n".getBytes(UTF_8));
        warden.orders().close();
        assertThat(warden.process().waitFor()).isZero();
        assertThat(other.isAlive()).isTrue();
    }

    @Test
    void anAnswerThatNobodyReadsAnyMoreDoesNotEndIt() throws Exception {
        Process worker = sleeper();
        Connection warden = beside(worker);
        warden.order(1, "-");
        warden.answers().close();
        warden.write("2 -\n");
        warden.orders().close();
        assertThat(worker.waitFor(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aProcessThatHasTheWorkersPidButStartedAnotherTimeIsSpared() throws Exception {
        Process other = sleeper();
        Connection warden = watching(other.pid(), "1");
        warden.order(1, inMillis(0));
        assertThat(warden.process().waitFor()).isZero();
        assertThat(other.isAlive()).isTrue();
    }

    @Test
    void theSignalsThatEndAWorkerDoNotEndItsWarden() throws Exception {
        Process worker = sleeper();
        Connection warden = beside(worker);
        warden.order(1, inMillis(700));
        for (String signal : List.of("TERM", "INT", "HUP")) {
            Processes.signal(signal, warden.process().pid());
        }
        warden.order(2, inMillis(300));
        assertThat(worker.waitFor(5, TimeUnit.SECONDS)).isTrue();
    }

    /** @param first so many of its characters come first: the number, the blank after it too, half of the deadline */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void anOrderThatComesInPartsIsOneOrder(int first) throws Exception {
        Process worker = sleeper();
        Connection warden = beside(worker);
        warden.order(1, inMillis(10_000));
        String order = "2 " + inMillis(1_500) + "\n";
        warden.write(order.substring(0, first));
        // It looks at the clock every half second while it waits for the rest.
        assertThat(worker.waitFor(1_200, TimeUnit.MILLISECONDS)).isFalse();
        warden.write(order.substring(first));
        assertThat(warden.answers().readLine()).isEqualTo("2");
        assertThat(worker.waitFor(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void runIsForTheFirstProcessOfAContainer() throws Exception {
        Process process = new ProcessBuilder("bash", script(), "run", "true").start();
        assertThat(process.waitFor()).isEqualTo(64);
        assertThat(new String(process.getErrorStream().readAllBytes(), UTF_8)).contains("first process of a container");
    }

    @Test
    void itIsInTimeOnABusyMachine() throws Exception {
        for (int busy = 0; busy < 2 * Runtime.getRuntime().availableProcessors(); busy++) {
            started.add(new ProcessBuilder("sh", "-c", "while :; do :; done").start());
        }
        List<Duration> late = new ArrayList<>();
        for (int round = 0; round < 10; round++) {
            Process worker = sleeper();
            Connection warden = beside(worker);
            long deadline = System.nanoTime() + (250 + 17 * round) * MILLI;
            warden.order(1, Long.toString(BootClock.system().at(deadline)));
            worker.waitFor();
            late.add(Duration.ofNanos(System.nanoTime() - deadline));
        }
        System.out.println("Warden late by, with all cores twice busy: " + late);
        assertThat(late).allSatisfy(duration -> assertThat(duration).isBetween(Duration.ofMillis(-30), IN_TIME));
    }

    private static String inMillis(long millis) {
        return Long.toString(BootClock.system().at(System.nanoTime() + millis * MILLI));
    }

    private Process sleeper() throws IOException {
        Process process = new ProcessBuilder("sleep", "60").start();
        started.add(process);
        return process;
    }

    private Connection beside(Process worker) throws IOException {
        return watching(worker.pid(), Processes.startOf(worker.pid()));
    }

    private Connection watching(long pid, String start) throws IOException {
        Process process = new ProcessBuilder("setsid", "bash", script(), "watch", Long.toString(pid), start).start();
        started.add(process);
        return new Connection(
                process,
                process.getOutputStream(),
                new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)));
    }

    private String script() throws IOException {
        return Script.install(Warden.class, "warden.sh", directory).toString();
    }

    private record Connection(Process process, OutputStream orders, BufferedReader answers) {
        void order(int number, String deadline) throws IOException {
            write(number + " " + deadline + "\n");
            assertThat(answers.readLine()).isEqualTo(Integer.toString(number));
        }

        void write(String text) throws IOException {
            orders.write(text.getBytes(UTF_8));
            orders.flush();
        }
    }
}
