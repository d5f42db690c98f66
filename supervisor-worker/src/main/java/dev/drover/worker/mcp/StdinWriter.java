package dev.drover.worker.mcp;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/**
 * Writes messages to a server's stdin, one after the other, on a thread of its own: a server that does not read stalls
 * that thread and nobody else. What waits is bounded in bytes. {@link #offer} and {@link #close} are thread-safe.
 */
final class StdinWriter implements Runnable {
    private static final int MOST_WAITING = 8 * 1024 * 1024;
    private static final byte[] END = {};

    private final OutputStream stdin;
    private final Runnable onBroken;
    private final BlockingQueue<byte[]> waiting = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(MOST_WAITING);

    /** @param onBroken called once, by the writing thread, when the server's stdin is closed */
    StdinWriter(OutputStream stdin, Runnable onBroken) {
        this.stdin = stdin;
        this.onBroken = onBroken;
    }

    /** False, and nothing will be written, if too much waits already. Never blocks. */
    boolean offer(byte[] message) {
        return room.tryAcquire(room(message)) && waiting.add(message);
    }

    /** Ends the thread when what was offered before has been written. The stream is left open. */
    void close() {
        waiting.add(END);
    }

    @Override
    public void run() {
        try {
            for (byte[] message = waiting.take(); message.length > 0; message = waiting.take()) {
                stdin.write(message);
                stdin.flush();
                room.release(room(message));
            }
        } catch (IOException e) {
            onBroken.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting.clear();
        }
    }

    /** A message larger than the bound goes alone. */
    private static int room(byte[] message) {
        return Math.min(message.length, MOST_WAITING);
    }
}
