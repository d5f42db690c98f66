package dev.drover.worker.warden;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.worker.process.Incarnation;
import dev.drover.worker.process.Script;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** A running warden, which has been spoken with. One thread speaks with it, the rest is for any. */
final class Warden implements Closeable {
    /** In the environment of a worker that a first process has started. */
    static final String VARIABLE = "DROVER_WARDEN";

    /** It has no deadline to watch. */
    static final long NONE = -1;

    private static final String BYE = "bye\n";

    private final OutputStream orders;
    private final BufferedReader answers;
    private final @Nullable Process companion;

    private Warden(OutputStream orders, InputStream answers, @Nullable Process companion) {
        this.orders = orders;
        this.answers = new BufferedReader(new InputStreamReader(answers, UTF_8));
        this.companion = companion;
    }

    /**
     * A companion process of this JVM, in a session of its own.
     *
     * @throws IOException with what is missing
     */
    static Warden companion(Path dataDir) throws IOException {
        Path script = Script.install(Warden.class, "warden.sh", dataDir);
        Incarnation worker = Incarnation.current();
        var builder = new ProcessBuilder(
                        "setsid",
                        "bash",
                        script.toString(),
                        "watch",
                        Long.toString(worker.pid()),
                        Long.toString(worker.startedAt()))
                .redirectErrorStream(true);
        builder.environment().keySet().retainAll(List.of("PATH"));
        Process process = start(builder);
        return greeted(new Warden(process.getOutputStream(), process.getInputStream(), process));
    }

    /**
     * The first process of the container that this JVM runs in, if it is a warden: our parent, which holds the other ends of
     * our pipes and answers.
     */
    static Optional<Warden> firstProcess(@Nullable String descriptors) throws IOException {
        Optional<Pipes> pipes = Pipes.toFirstProcess(descriptors);
        if (pipes.isEmpty()) {
            return Optional.empty();
        }
        InputStream answers = new FileInputStream(pipes.get().answers().toFile());
        OutputStream orders = new FileOutputStream(pipes.get().orders().toFile());
        return Optional.of(greeted(new Warden(orders, answers, null)));
    }

    private static Process start(ProcessBuilder builder) throws IOException {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new IOException("it needs bash and, of util-linux, setsid on the PATH: " + e.getMessage(), e);
        }
    }

    private static Warden greeted(Warden warden) throws IOException {
        try {
            warden.tell(0, NONE, List.of());
            return warden;
        } catch (IOException e) {
            warden.kill();
            warden.close();
            throw e;
        }
    }

    /** Whether it has this JVM as its child, and not the other way round. */
    boolean isFirstProcess() {
        return companion == null;
    }

    /** Returns when it has the order. */
    void tell(long number, long deadline, List<Long> trees) throws IOException {
        var order = new StringJoiner(" ", "", "\n");
        order.add(Long.toString(number));
        order.add(deadline == NONE ? "-" : Long.toString(deadline));
        trees.forEach(tree -> order.add(Long.toString(tree)));
        write(order.toString());
        String answer = answers.readLine();
        if (!Long.toString(number).equals(answer)) {
            throw new IOException(answer == null ? "it has ended" : "it says: " + answer);
        }
    }

    /** It ends, or, as the first process, waits for the worker's end; in any case it no longer watches. */
    void dismiss() throws IOException {
        write(BYE);
        if (companion != null) {
            close();
        }
    }

    /** Ends one that does not answer, except the first process, which nobody in its container can kill. */
    void kill() {
        if (companion != null) {
            companion.destroyForcibly();
        }
    }

    /** @param action when it has ended without being dismissed or not; the end of the first process is this JVM's */
    void onEnd(Runnable action) {
        if (companion != null) {
            var _ = companion.onExit().thenRun(action);
        }
    }

    private void write(String text) throws IOException {
        orders.write(text.getBytes(UTF_8));
        orders.flush();
    }

    @Override
    public void close() throws IOException {
        orders.close();
        answers.close();
    }
}
