package dev.drover.worker.process;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The one thread that forks. It lives as long as the host: the kernel sends the death signal that a child asked for
 * when the <em>thread</em> that forked it ends. So a failed start must never end it, either.
 */
final class Spawner implements AutoCloseable {
    private final ExecutorService thread = Executors.newFixedThreadPool(
            1, task -> Thread.ofPlatform().daemon().name("spawner").unstarted(task));

    /** Waits its turn, and starts it. */
    Process start(ProcessBuilder builder) throws IOException, InterruptedException {
        try {
            return thread.submit(builder::start).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
