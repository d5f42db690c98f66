package dev.drover.worker.supervision;

import dev.drover.worker.lifecycle.Cause;
import dev.drover.worker.lifecycle.Exit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What a run of a server consists of: a process tree on this host, or a connection to a server elsewhere. Thread-safe;
 * nothing here blocks.
 */
public interface ServerRun {
    /** Root of its process tree as this host sees it; null if it is not a process. */
    @Nullable
    Long processId();

    /** The last lines that it wrote to stderr, at most {@code lines} (1 to 1,000), oldest first, secrets masked. */
    List<String> stderrTail(int lines);

    /** Once it has ended: what is known of why; null if nothing but how it ended. */
    @Nullable
    Cause cause();

    /** What the server said, fit for a log or an event: the secrets of its definition masked. */
    String masked(String text);

    /** The first, polite step of a stop: the end of a process's input, or of the session. */
    void closeStdin();

    /** SIGTERM to every process of a tree; a connection is closed at once. */
    void terminate();

    /** SIGKILL to every process of a tree; a connection is closed at once. */
    void kill();

    /** Completes, never exceptionally, when all of it is gone, and what it said last has been read. */
    CompletableFuture<Exit> exit();
}
