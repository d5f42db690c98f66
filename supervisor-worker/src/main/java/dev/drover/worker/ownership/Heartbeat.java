package dev.drover.worker.ownership;

import dev.drover.worker.messaging.HeartbeatPublisher;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Says every few seconds that this worker lives and what it owns, on a thread of its own. */
public final class Heartbeat implements AutoCloseable {
    private final HeartbeatPublisher publisher;
    private final Supplier<HeartbeatPublisher.Vitals> vitals;
    private final Duration interval;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("heartbeat").daemon().factory());

    private volatile boolean closed;

    public Heartbeat(HeartbeatPublisher publisher, Supplier<HeartbeatPublisher.Vitals> vitals, Duration interval) {
        this.publisher = publisher;
        this.vitals = vitals;
        this.interval = interval;
    }

    public void start() {
        var _ = thread.scheduleAtFixedRate(this::beat, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Also when something has just changed that others should know at once. */
    public void beat() {
        if (!closed) {
            publisher.publish(vitals.get(), interval);
        }
    }

    /** The worker leaves in good order: nobody needs to wonder where it is. */
    @Override
    public void close() {
        closed = true;
        thread.shutdownNow();
        publisher.leave();
    }
}
