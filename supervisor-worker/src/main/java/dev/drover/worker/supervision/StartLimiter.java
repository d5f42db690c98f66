package dev.drover.worker.supervision;

import dev.drover.worker.lifecycle.RunId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Lets only so many runs start at a time; the others wait in order. A storm of starts would otherwise make every one of
 * them time out. Used by the supervisor's thread only.
 */
final class StartLimiter {
    private record Waiting(RunId run, Runnable start) {}

    private final int limit;
    private final Set<RunId> starting = new HashSet<>();
    private final Deque<Waiting> queue = new ArrayDeque<>();

    StartLimiter(int limit) {
        this.limit = limit;
    }

    /** Starts the run now, or when enough of those before it are done. */
    void start(RunId run, Runnable start) {
        queue.add(new Waiting(run, start));
        startNext();
    }

    /** The run is ready, or has ended. */
    void done(RunId run) {
        if (starting.remove(run)) {
            startNext();
        }
    }

    /** Takes a run that still waits out of the queue; false if it does not wait (any more). */
    boolean cancel(RunId run) {
        return queue.removeIf(waiting -> waiting.run().equals(run));
    }

    private void startNext() {
        while (starting.size() < limit && !queue.isEmpty()) {
            Waiting next = queue.remove();
            starting.add(next.run());
            next.start().run();
        }
    }
}
