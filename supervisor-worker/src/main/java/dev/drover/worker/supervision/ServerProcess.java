package dev.drover.worker.supervision;

import dev.drover.worker.lifecycle.Exit;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A server's process tree. Thread-safe; nothing here blocks but reading {@link #stdout} and writing {@link #stdin}. */
public interface ServerProcess {
    /** Root of the tree as this host sees it. */
    long pid();

    OutputStream stdin();

    InputStream stdout();

    /** The last lines that it wrote to stderr, at most {@code lines} (1 to 1,000), oldest first, secrets masked. */
    List<String> stderrTail(int lines);

    /** Once it has exited: the limit of a resource that it ran into, a sentence for the operator; null if none is known. */
    @Nullable
    String exceededLimit();

    /** What the server said, fit for a log or an event: the secrets of its definition masked. */
    String masked(String text);

    /** The first, polite step of a stop: the end of its input. */
    void closeStdin();

    /** SIGTERM to every process of the tree. */
    void terminate();

    /** SIGKILL to every process of the tree. */
    void kill();

    /** Completes, never exceptionally, when every process of the tree is gone and reaped, and stderr has been read. */
    CompletableFuture<Exit> exit();
}
