package dev.drover.worker.messaging;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commands that were read and whose steps are not committed yet: so many and no more, or a slow log would fill the
 * memory. A few do not keep anybody from reading on: one shard's transaction is not waited for at the others' expense. Used by
 * the listener's thread only.
 */
final class Backlog {
    private static final Logger log = LoggerFactory.getLogger(Backlog.class);

    /** Two full polls. */
    private static final int MOST_COMMANDS = 1000;

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private record Batch(int commands, CompletableFuture<Void> handled) {}

    private final Deque<Batch> batches = new ArrayDeque<>();
    private int commands;

    /** @param handled completes when the step of these commands is committed, or will never be */
    void add(int count, CompletableFuture<Void> handled) {
        batches.add(new Batch(count, handled));
        commands += count;
    }

    /** Returns when there is room for more, or after {@link #PATIENCE}. */
    void awaitRoom() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (Batch oldest = batches.peek(); oldest != null; oldest = batches.peek()) {
            boolean isFull = commands > MOST_COMMANDS;
            if (!oldest.handled().isDone() && !(isFull && isHandled(oldest, end - System.nanoTime()))) {
                return;
            }
            commands -= batches.remove().commands();
        }
    }

    private static boolean isHandled(Batch batch, long nanos) throws InterruptedException {
        try {
            batch.handled().get(nanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            log.warn("Commands were accepted {} ago and are not committed yet. Going on.", PATIENCE);
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("handling never fails", e);
        }
    }
}
