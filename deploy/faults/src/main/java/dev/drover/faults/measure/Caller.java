package dev.drover.faults.measure;

import dev.drover.faults.load.Api;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Calls one server again and again, and keeps how long it went without an answer. A thread of its own. */
final class Caller implements AutoCloseable {
    /** Few of them fill a small machine that carries three brokers, and brokers that get no processor take longer to agree. */
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Api api;
    private final long server;
    private final Thread thread = Thread.ofVirtual().name("caller").unstarted(this::run);
    private volatile double longest;

    private Caller(Api api, long server) {
        this.api = api;
        this.server = server;
    }

    /** One for each of the servers. */
    static List<Caller> of(Api api, List<Long> servers) {
        List<Caller> callers = new ArrayList<>();
        for (long server : servers) {
            Caller caller = new Caller(api, server);
            caller.thread.start();
            callers.add(caller);
        }
        return callers;
    }

    private void run() {
        long answered = System.nanoTime();
        try {
            while (true) {
                boolean isAnswered = call();
                long now = System.nanoTime();
                longest = Math.max(longest, (now - answered) / 1e9);
                answered = isAnswered ? now : answered;
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private boolean call() throws InterruptedException {
        try {
            String arguments = "{\"arguments\":{\"nonce\":\"%s\"}}".formatted(UUID.randomUUID());
            return api.send("POST", "/internal/mcp_servers/" + server + "/tools/note/call", arguments)
                            .status()
                    == 200;
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException();
            }
            return false;
        }
    }

    /** The longest time between two answers, in seconds. */
    double longest() {
        return longest;
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
