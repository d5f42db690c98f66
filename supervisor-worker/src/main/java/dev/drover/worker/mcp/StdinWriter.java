package dev.drover.worker.mcp;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes messages to a server's stdin, one after the other, on a platform thread that is there only while something is to
 * be written: a server that does not read stalls that thread and nobody else. What waits is bounded in bytes. Thread-safe.
 */
final class StdinWriter {
    private static final int MOST_WAITING = 8 * 1024 * 1024;
    private static final int STACK = 256 * 1024;
    private static final long IDLE_SECONDS = 2;

    private static final ExecutorService THREADS = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().name("mcp-stdin-", 0).stackSize(STACK).factory());

    private final OutputStream stdin;
    private final Runnable onBroken;
    private final Queue<byte[]> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unwritten = new AtomicInteger();
    private final Semaphore room = new Semaphore(MOST_WAITING);
    private volatile boolean isOver;

    /** @param onBroken called when the server's stdin is found to be closed */
    StdinWriter(OutputStream stdin, Runnable onBroken) {
        this.stdin = stdin;
        this.onBroken = onBroken;
    }

    /** False, and nothing will be written, if too much waits already. Dropped when all is over. Never blocks. */
    boolean offer(byte[] message) {
        if (isOver) {
            return true;
        }
        if (!room.tryAcquire(room(message))) {
            return false;
        }
        waiting.add(message);
        if (unwritten.getAndIncrement() == 0) {
            write();
        }
        return true;
    }

    private void write() {
        try {
            THREADS.execute(this::writeAll);
        } catch (OutOfMemoryError e) {
            // The host's limit of threads: it may be another time, but not in the middle of a conversation.
            breakOff();
        }
    }

    /** What was offered before is still written. The stream is left open. */
    void close() {
        isOver = true;
    }

    private void writeAll() {
        try {
            do {
                byte[] message = waiting.remove();
                stdin.write(message);
                stdin.flush();
                room.release(room(message));
            } while (unwritten.decrementAndGet() > 0);
        } catch (IOException e) {
            breakOff();
        }
    }

    /** The count stays above none: nobody begins to write again. */
    private void breakOff() {
        isOver = true;
        waiting.clear();
        onBroken.run();
    }

    /** A message larger than the bound goes alone. */
    private static int room(byte[] message) {
        return Math.min(message.length, MOST_WAITING);
    }
}
