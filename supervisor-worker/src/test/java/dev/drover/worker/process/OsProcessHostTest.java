package dev.drover.worker.process;

import static dev.drover.worker.process.TestHost.command;
import static dev.drover.worker.process.TestHost.exit;
import static dev.drover.worker.process.TestHost.sh;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.worker.lifecycle.Exit;
import dev.drover.worker.lifecycle.RunId;
import dev.drover.worker.supervision.ServerProcess;
import dev.drover.worker.supervision.SpawnFailed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every behaviour in every containment. */
class OsProcessHostTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void aServerReadsItsStdinAndWritesItsStdout(Containment containment) throws IOException {
        try (var host = TestHost.in(directory, containment)) {
            ServerProcess process = host.spawn(command("cat"));
            process.stdin().write("hello\n".getBytes(UTF_8));
            process.stdin().flush();
            assertThat(lineOf(process)).isEqualTo("hello");
            assertThat(Path.of("/proc/" + process.pid() + "/cmdline"))
                    .content()
                    .startsWith("/")
                    .contains("init.sh");
            process.closeStdin();
            assertThat(exit(process)).isEqualTo(Exit.code(0));
            assertThat(process.stdout().read()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatExitsEarlyTellsItsCodeAndItsLastWords(Containment containment) throws IOException {
        try (var host = TestHost.in(directory, containment)) {
            ServerProcess process = host.spawn(sh("echo no token >&2; exit 3"));
            assertThat(exit(process)).isEqualTo(Exit.code(3));
            assertThat(process.stderrTail(20)).containsExactly("no token");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatDiesOfASignalTellsWhich(Containment containment) throws IOException {
        try (var host = TestHost.in(directory, containment)) {
            assertThat(exit(host.spawn(sh("kill -s SEGV $$")))).isEqualTo(Exit.signal(11));
        }
    }

    @ParameterizedTest
    @EnumSource
    void terminateReachesEveryProcessOfTheTree(Containment containment) throws IOException {
        try (var host = TestHost.in(directory, containment)) {
            ServerProcess process = host.spawn(
                    sh("(trap 'echo child >&2; exit' TERM; sleep 100 & wait) & trap 'sleep 0.2; exit 5' TERM;"
                            + " sleep 0.1; echo up; while :; do sleep 0.05; done"));
            assertThat(lineOf(process)).isEqualTo("up");
            process.terminate();
            assertThat(exit(process)).isEqualTo(Exit.code(5));
            assertThat(process.stderrTail(5)).contains("child");
            assertThat(host.processes()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerWithoutAHandlerDiesOfTerminate(Containment containment) throws IOException {
        try (var host = TestHost.in(directory, containment)) {
            ServerProcess process = host.spawn(sh("echo up; exec sleep 100"));
            assertThat(lineOf(process)).isEqualTo("up");
            process.terminate();
            assertThat(exit(process)).isEqualTo(Exit.signal(15));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatIgnoresTheEndOfStdinAndTerminateIsKilled(Containment containment) throws IOException {
        try (var host = TestHost.in(directory, containment)) {
            ServerProcess process = host.spawn(sh("trap '' TERM; echo up; while :; do sleep 0.1; done"));
            assertThat(lineOf(process)).isEqualTo("up");
            process.closeStdin();
            process.terminate();
            assertThat(process.exit()
                            .copy()
                            .completeOnTimeout(Exit.code(-1), 1, SECONDS)
                            .join())
                    .isEqualTo(Exit.code(-1));
            process.kill();
            assertThat(exit(process)).isEqualTo(Exit.signal(9));
            assertThat(process.stderrTail(20)).isEmpty();
            assertThat(host.processes()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatSomebodyElseKillsEndsWithThatSignal(Containment containment) throws IOException {
        try (var host = TestHost.in(directory, containment)) {
            ServerProcess process = host.spawn(sh("echo up; sleep 100"));
            assertThat(lineOf(process)).isEqualTo("up");
            ProcessHandle.of(process.pid()).orElseThrow().destroyForcibly();
            assertThat(exit(process)).isEqualTo(Exit.signal(9));
            assertThat(host.processes()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingOfATreeIsLeftAfterItsExit(Containment containment) throws IOException {
        try (var host = TestHost.in(directory, containment)) {
            ServerProcess process = host.spawn(sh("sleep 100 & (setsid sleep 101 &) ; (sleep 102 &) ; sleep 0.2"));
            assertThat(exit(process)).isEqualTo(Exit.code(0));
            assertThat(host.processes()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void killTakesDoubleForksToo(Containment containment) throws IOException {
        try (var host = TestHost.in(directory, containment)) {
            ServerProcess process = host.spawn(sh("(setsid sh -c 'sleep 101 & sleep 102' &) ; echo up; sleep 100"));
            assertThat(lineOf(process)).isEqualTo("up");
            process.kill();
            assertThat(exit(process)).isEqualTo(Exit.signal(9));
            assertThat(host.processes()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSpawnThatMayNotRunNeverBecomesAServer(Containment containment) throws IOException {
        try (var host = TestHost.in(directory, containment)) {
            Path trace = directory.resolve("trace");
            CompletableFuture<ServerProcess> spawn =
                    host.host().spawn(new RunId(1, 1), 7, sh("touch " + trace), () -> false);
            assertThatThrownBy(spawn::join).hasCauseInstanceOf(SpawnFailed.class);
            assertThat(host.processes()).isEmpty();
            assertThat(trace).doesNotExist();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aQuestionThatIsSlowToAnswerDelaysNoOtherSpawn(Containment containment) throws IOException {
        try (var host = TestHost.in(directory, containment)) {
            var answer = new CompletableFuture<Boolean>();
            CompletableFuture<ServerProcess> slow = host.host().spawn(new RunId(1, 1), 7, sh("exit 1"), answer::join);
            assertThat(exit(host.spawn(2, sh("exit 2")))).isEqualTo(Exit.code(2));
            answer.complete(true);
            assertThat(exit(slow.join())).isEqualTo(Exit.code(1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void fiftyAtOnceAllComeUp(Containment containment) throws IOException {
        try (var host = TestHost.in(directory, containment)) {
            var spawns = LongStream.rangeClosed(1, 50)
                    .mapToObj(
                            id -> host.host().spawn(new RunId(id, 1), 7, sh("echo $DROVER_SERVER_ID; cat"), () -> true))
                    .toList();
            for (int i = 0; i < 50; i++) {
                assertThat(lineOf(spawns.get(i).join())).isEqualTo(Integer.toString(i + 1));
            }
            spawns.forEach(spawn -> spawn.join().closeStdin());
            spawns.forEach(spawn -> assertThat(exit(spawn.join())).isEqualTo(Exit.code(0)));
            assertThat(host.processes()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void closingTheHostLeavesNothing(Containment containment) throws IOException {
        var host = TestHost.in(directory, containment);
        ServerProcess process;
        try (host) {
            process = host.spawn(sh("trap '' TERM; sleep 100 & sleep 101"));
        }
        assertThat(exit(process)).isEqualTo(Exit.signal(9));
        assertThat(host.processes()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aServersTmpIsEmptiedAtEachSpawnAndItsHomeIsKept(Containment containment) throws IOException {
        try (var host = TestHost.in(directory, containment)) {
            exit(host.spawn(sh("touch $HOME/kept; mkdir $TMPDIR/d; touch $TMPDIR/d/gone; ln -s $HOME $TMPDIR/link")));
            ServerProcess process = host.spawn(sh("ls $HOME $TMPDIR; pwd"));
            String listing = new String(process.stdout().readAllBytes(), UTF_8);
            Path own = host.settings().dataDir().resolve("servers/1");
            assertThat(listing).contains("kept").doesNotContain("gone", "link").endsWith(own + "\n");
            assertThat(Files.getPosixFilePermissions(own)).hasSize(3);
        }
    }

    private static String lineOf(ServerProcess process) throws IOException {
        return new BufferedReader(new InputStreamReader(process.stdout(), UTF_8)).readLine();
    }
}
