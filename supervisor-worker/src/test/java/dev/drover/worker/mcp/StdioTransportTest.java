package dev.drover.worker.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.worker.lifecycle.CatalogueKind;
import dev.drover.worker.lifecycle.RunId;
import dev.drover.worker.supervision.McpFailure;
import dev.drover.worker.supervision.McpFailure.Reason;
import dev.drover.worker.supervision.McpSession;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Servers that write too much, read nothing, or are gone. */
class StdioTransportTest extends SessionFixture {
    @Test
    void aLargeAnswerIsPassedOn() throws Exception {
        assertThat(get(open().callTool("large", "{\"size\":7000000}", LONG))).hasSizeGreaterThan(7_000_000);
    }

    @Test
    void anAnswerThatIsTooLargeFailsWhateverIsPendingAndTheSessionGoesOn() throws Exception {
        McpSession session = open();
        CompletableFuture<String> other = session.callTool("never", "{}", LONG);

        assertThat(failure(session.callTool("large", "{\"size\":9000000}", LONG))
                        .reason())
                .isEqualTo(Reason.TOO_LARGE);

        assertThat(failure(other).reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(get(session.ping())).isEqualTo("{}");
    }

    @Test
    void aLineThatIsTooLongFailsWhateverIsPendingAndTheSessionGoesOn() throws Exception {
        McpSession session = open();
        CompletableFuture<String> other = session.callTool("never", "{}", LONG);

        CompletableFuture<String> endless = session.callTool("endless", "{\"size\":40000000}", LONG);

        assertThat(failure(endless).reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(failure(other).reason()).isEqualTo(Reason.TOO_LARGE);
        await().atMost(LONG)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(get(session.callTool("echo", "{}", Duration.ofSeconds(1))))
                        .contains("structuredContent"));
    }

    @Test
    void aServerThatDoesNotReadStallsNobody() throws Exception {
        McpSession session = open();
        CompletableFuture<String> deaf = session.callTool("deaf", "{}", Duration.ofSeconds(1));
        String megabyte = "{\"text\":\"" + "x".repeat(1_000_000) + "\"}";

        List<McpFailure> failures =
                IntStream.range(0, 40)
                        .mapToObj(i -> session.callTool("echo", megabyte, Duration.ofSeconds(1)))
                        .toList()
                        .stream()
                        .map(SessionFixture::failure)
                        .toList();

        assertThat(failures).extracting(McpFailure::reason).containsOnly(Reason.TIMEOUT);
        assertThat(failures).anySatisfy(failure -> assertThat(failure).hasMessageContaining("does not read its stdin"));
        assertThat(failure(deaf).reason()).isEqualTo(Reason.TIMEOUT);
        server.kill();
        await().untilAsserted(() -> assertThat(threads()).isZero());
    }

    @Test
    void aServerThatIsGoneIsNotedThoughItsStdoutStaysOpen() throws Exception {
        restart("parent");
        McpSession session = open();

        assertThat(failure(session.callTool("die", "{}", LONG)).reason()).isEqualTo(Reason.EXITED);
    }

    @Test
    void aSessionHasOneThreadWhileItWritesNothingAndNoneAfterTheEndOfItsProcess() throws Exception {
        McpSession session = open();
        get(session.list(CatalogueKind.TOOLS));
        await().untilAsserted(() -> assertThat(threads()).isEqualTo(1));

        server.kill();

        await().untilAsserted(() -> assertThat(threads()).isZero());
        assertThat(failure(session.ping()).reason()).isEqualTo(Reason.EXITED);
    }

    @Test
    void aSessionThatWasClosedStopsWritingAndDrainsWhatTheServerPrints() throws Exception {
        McpSession session = open();
        CompletableFuture<String> flood = session.callTool("large", "{\"size\":7000000}", LONG);

        session.close();

        assertThat(failure(flood).reason()).isEqualTo(Reason.EXITED);
        await().untilAsserted(() -> assertThat(threads()).isEqualTo(1));
        server.closeStdin();
        get(server.exit());
        await().untilAsserted(() -> assertThat(threads()).isZero());
    }

    @Test
    void nothingOfASessionIsKeptAfterItsEnd() throws Exception {
        WeakReference<McpSession> session = sessionWithACallThatTimedOut();

        restart();

        await().untilAsserted(() -> {
            System.gc();
            assertThat(session.get()).isNull();
        });
    }

    private WeakReference<McpSession> sessionWithACallThatTimedOut() throws Exception {
        McpSession session = open();
        failure(session.callTool("never", "{}", Duration.ofMillis(10)));
        return new WeakReference<>(session);
    }

    @Test
    void largeAnswersInARowAreNotSlowedDown() throws Exception {
        McpSession session = open();
        long begun = System.nanoTime();
        for (int i = 0; i < 12; i++) {
            get(session.callTool("large", "{\"size\":7000000}", LONG));
        }
        // Paced like a flood, 84 MB would take 13 s.
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void aServerThatFloodsItsStdoutIsSlowedDownAndItsNeighbourIsNot() throws Exception {
        try (NodeServer flooding = new NodeServer()) {
            McpSession neighbour = open();
            medianOf(100, neighbour);
            long quiet = medianOf(100, neighbour);
            McpSession session = get(
                    new SdkConnector("0.0.0-test", false).open(new RunId(8, run.run()), flooding, LONG, kind -> {}));
            CompletableFuture<String> flood = session.callTool("flood", "{}", LONG);
            long begun = System.nanoTime();
            await().atMost(LONG).until(() -> written(flooding) > 2L * StdioTransport.LONGEST_LINE);

            long beside = medianOf(100, neighbour);

            assertThat(beside).isLessThan(10 * quiet + 10_000_000);
            await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
            double seconds = (System.nanoTime() - begun) / 1e9;
            assertThat(written(flooding))
                    .isLessThan(2L * StdioTransport.LONGEST_LINE
                            + (long) (StdioTransport.BYTES_PER_SECOND * seconds)
                            + (2 << 20));
            assertThat(flood).isNotDone();
        }
    }

    /** Nanoseconds. */
    private static long medianOf(int pings, McpSession session) throws Exception {
        long[] times = new long[pings];
        for (int i = 0; i < pings; i++) {
            long begun = System.nanoTime();
            get(session.ping());
            times[i] = System.nanoTime() - begun;
        }
        Arrays.sort(times);
        return times[pings / 2];
    }

    private static long written(NodeServer server) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + server.pid() + "/io")).stream()
                .filter(line -> line.startsWith("wchar: "))
                .mapToLong(line -> Long.parseLong(line.substring(7)))
                .sum();
    }
}
