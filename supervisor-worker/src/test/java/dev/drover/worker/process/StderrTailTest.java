package dev.drover.worker.process;

import static dev.drover.worker.process.TestHost.exit;
import static dev.drover.worker.process.TestHost.sh;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.worker.lifecycle.Exit;
import dev.drover.worker.lifecycle.Secret;
import dev.drover.worker.supervision.Masking;
import dev.drover.worker.supervision.ServerProcess;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StderrTailTest {
    @TempDir
    Path directory;

    @Test
    void theLastLinesAreKeptOldestFirstAndALineWithoutAnEndToo() throws IOException {
        assertThat(tail("a\nb\r\n\nc").last(3)).containsExactly("b", "", "c");
        assertThat(tail("a\nb\r\n\nc").last(1_000)).containsExactly("a", "b", "", "c");
    }

    @Test
    void aThousandLinesAreKept() throws IOException {
        assertThat(tail("x\n".repeat(5_000)).last(10_000)).hasSize(StderrTail.LINES);
    }

    @Test
    void aLongLineIsCut() throws IOException {
        assertThat(tail("x".repeat(100_000) + "\nnext\n").last(2))
                .containsExactly("x".repeat(StderrTail.LINE_LENGTH), "next");
    }

    @Test
    void thousandsOfLongLinesAreBoundedInAll() throws IOException {
        List<String> lines = tail(("x".repeat(8_000) + "\n").repeat(1_000)).last(1_000);
        assertThat(lines.stream().mapToInt(String::length).sum())
                .isBetween(StderrTail.LENGTH - 8_000, StderrTail.LENGTH);
    }

    @Test
    void secretsAreMaskedTheLongestFirstAndLineByLine() throws IOException {
        StderrTail tail = tail(
                "token is abcd-efgh, not abcd\nBEGIN\nline one\nof key\n", "abcd", "abcd-efgh", "line one\nof key\n");
        assertThat(tail.last(4)).containsExactly("token is ***, not ***", "BEGIN", "***", "***");
    }

    @Test
    void aShortValueIsNoSecret() throws IOException {
        assertThat(tail("port 80 is on\n", "on", "80").last(1)).containsExactly("port 80 is on");
    }

    @Test
    void aSecretIsMaskedWhereALineIsCut() throws IOException {
        String line = tail("x".repeat(StderrTail.LINE_LENGTH - 5) + "my-secret-value", "my-secret-value")
                .last(1)
                .getFirst();
        assertThat(line).endsWith("x***");
    }

    @Test
    void aFloodLeavesOnlyTheTail() throws IOException {
        try (var host = TestHost.in(directory, Containment.PID_NAMESPACE)) {
            ServerProcess process = host.spawn(sh("head -c 3000000 /dev/zero | tr '\\0' x >&2; echo >&2;"
                    + " yes 'a line of some length' | head -n 100000 >&2; echo last >&2"));
            exit(process);
            List<String> lines = process.stderrTail(1_000);
            assertThat(lines).hasSize(1_000).endsWith("a line of some length", "last");
            assertThat(lines.getFirst()).isEqualTo("a line of some length");
        }
    }

    @Test
    void aServersSecretsAreMaskedInItsTail() throws IOException {
        try (var host = TestHost.in(directory, Containment.PID_NAMESPACE)) {
            ServerProcess process =
                    host.spawn(TestHost.with(sh("echo bad token $TOKEN >&2; exit 1"), "TOKEN", "s3cr3t-token"));
            exit(process);
            assertThat(process.stderrTail(20)).containsExactly("bad token " + Secret.MASK);
        }
    }

    private static StderrTail tail(String text, String... secrets) throws IOException {
        var tail = new StderrTail(Masking.of(Stream.of(secrets).map(Secret::new).toList()));
        tail.readFrom(new ByteArrayInputStream(text.getBytes(UTF_8)));
        return tail;
    }

    /** The kernel counts what it wrote: a full pipe makes it wait. */
    @Test
    void aServerThatFloodsItsStderrIsSlowedDown() throws IOException {
        try (var host = TestHost.in(directory, Containment.PROCESS_GROUP)) {
            ServerProcess process = host.spawn(sh("exec cat /dev/zero >&2"));
            long begun = System.nanoTime();
            long server = await().until(
                            () -> ProcessHandle.of(process.pid())
                                    .orElseThrow()
                                    .descendants()
                                    .findFirst(),
                            Optional::isPresent)
                    .orElseThrow()
                    .pid();
            await().atMost(20, SECONDS).until(() -> written(server) >= StderrTail.BURST);
            await().pollDelay(2, SECONDS).until(() -> true);
            double seconds = (System.nanoTime() - begun) / 1e9;
            long allowed = StderrTail.BURST + (long) (StderrTail.BYTES_PER_SECOND * seconds) + (256 << 10);
            assertThat(written(server)).isBetween(StderrTail.BURST, allowed);
            process.kill();
            assertThat(exit(process)).isEqualTo(Exit.signal(9));
        }
    }

    private static long written(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/io")).stream()
                .filter(line -> line.startsWith("wchar: "))
                .mapToLong(line -> Long.parseLong(line.substring(7)))
                .sum();
    }
}
