package dev.drover.local;

import java.util.concurrent.atomic.AtomicReference;

/** The start of a stack on a thread of its own, so that it can be interrupted while another thread waits for signals. */
final class Startup implements Runnable {

    private final LocalStack stack;
    private final Runnable onReady;
    private final Runnable onFailure;
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();

    Startup(LocalStack stack, Runnable onReady, Runnable onFailure) {
        this.stack = stack;
        this.onReady = onReady;
        this.onFailure = onFailure;
    }

    @Override
    public void run() {
        try {
            stack.start();
            onReady.run();
        } catch (InterruptedException e) {
            // Asked to stop before everything was up: whoever asked closes the stack.
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure.set(e);
            onFailure.run();
        }
    }

    /** After the stack is closed: what kept it from starting, if anything did. */
    void rethrow() {
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }
}
