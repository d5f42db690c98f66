package dev.drover.worker.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.local.testing.Fuzz;
import dev.drover.worker.lifecycle.Exit;
import dev.drover.worker.lifecycle.RunId;
import dev.drover.worker.supervision.McpFailure;
import dev.drover.worker.supervision.McpSession;
import dev.drover.worker.supervision.ServerProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever a server prints, a request to it ends, and its next good answer is understood. */
class StdoutFuzzTest {
    private static final String[] VALID = {
        "{\"jsonrpc\":\"2.0\",\"id\":\"%s\",\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"ä\"}]}}",
        "{\"jsonrpc\":\"2.0\",\"id\":\"%s\",\"error\":{\"code\":-32602,\"message\":\"no\",\"data\":{}}}",
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\",\"params\":{\"x\":[1,2.5e3,null]}}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\",\"params\":{}}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\"info\",\"data\":\"x\"}}"
    };

    @Test
    void noLineIsMoreThanCanBeDecoded() {
        Fuzz.run(20_000, fuzz -> {
            String line =
                    new String(fuzz.mutated(fuzz.oneOf(VALID).formatted("1").getBytes(UTF_8), 0), UTF_8);
            var _ = Wire.decode(line);
        });
        assertThat(Wire.decode("{\"a\":".repeat(100_000))).isNull();
        assertThat(Wire.decode("[".repeat(1_000_000))).isNull();
    }

    @Test
    void aSessionOutlivesWhatItsServerPrints() throws Exception {
        try (Babbler server = new Babbler()) {
            McpSession session = new SdkConnector("0.0.0-test", false)
                    .open(new RunId(7, 1), server, Duration.ofSeconds(20), kind -> {})
                    .get(20, TimeUnit.SECONDS);
            Fuzz.run(100, fuzz -> {
                server.fuzz = fuzz;
                assertThat(isOver(session.ping())).isTrue();
            });
            server.fuzz = null;
            assertThat(session.ping().get(20, TimeUnit.SECONDS)).isEqualTo("{}");
        }
    }

    /** A broken answer may be the one that is taken; but it comes, or the good one behind it. */
    private static boolean isOver(CompletableFuture<?> request) {
        try {
            request.get(10, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            return e.getCause() instanceof McpFailure failure && failure.reason() != McpFailure.Reason.TIMEOUT;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Answers each request, after some lines that are nearly an answer. */
    private static final class Babbler implements ServerProcess, AutoCloseable {
        private final PipedOutputStream stdin = new PipedOutputStream();
        private final PipedInputStream stdout = new PipedInputStream(1 << 20);
        private final PipedOutputStream answers;
        private final BufferedReader requests;
        private final CompletableFuture<Exit> exit = new CompletableFuture<>();
        private volatile @Nullable Fuzz fuzz;

        Babbler() throws IOException {
            requests = new BufferedReader(new InputStreamReader(new PipedInputStream(stdin, 1 << 20), UTF_8));
            answers = new PipedOutputStream(stdout);
            Thread.ofPlatform().daemon().name("babbler").start(this::babble);
        }

        private void babble() {
            try (answers) {
                for (String line = requests.readLine(); line != null; line = requests.readLine()) {
                    int at = line.indexOf("\"id\":\"");
                    if (at >= 0) {
                        answer(line, line.substring(at + 6, line.indexOf('"', at + 6)));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void answer(String request, String id) throws IOException {
            Fuzz present = fuzz;
            for (int lines = 0; present != null && lines < 5; lines++) {
                String valid = present.oneOf(VALID).formatted(present.chance(0.5) ? id : "other");
                answers.write(present.mutated(valid.getBytes(UTF_8), 0));
                answers.write('\n');
            }
            String result = request.contains("\"initialize\"")
                    ? "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{},"
                            + "\"serverInfo\":{\"name\":\"b\",\"version\":\"1\"}}"
                    : "{}";
            answers.write("{\"jsonrpc\":\"2.0\",\"id\":\"%s\",\"result\":%s}\n"
                    .formatted(id, result)
                    .getBytes(UTF_8));
            answers.flush();
        }

        @Override
        public long pid() {
            return 1;
        }

        @Override
        public OutputStream stdin() {
            return stdin;
        }

        @Override
        public InputStream stdout() {
            return stdout;
        }

        @Override
        public List<String> stderrTail(int lines) {
            return List.of();
        }

        @Override
        public @Nullable String exceededLimit() {
            return null;
        }

        @Override
        public String masked(String text) {
            return text;
        }

        @Override
        public void closeStdin() {}

        @Override
        public void terminate() {}

        @Override
        public void kill() {}

        @Override
        public CompletableFuture<Exit> exit() {
            return exit;
        }

        @Override
        public void close() throws IOException {
            stdin.close();
            exit.complete(Exit.code(0));
        }
    }
}
