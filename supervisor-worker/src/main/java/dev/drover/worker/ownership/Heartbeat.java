package dev.drover.worker.ownership;

import dev.drover.worker.messaging.HeartbeatPublisher;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Says every few seconds that this worker lives and what it owns, on a thread of its own. */
public final class Heartbeat implements AutoCloseable {
    private static final Duration LEAVE_PATIENCE = Duration.ofSeconds(2);

    private final HeartbeatPublisher publisher;
    private final Supplier<HeartbeatPublisher.Vitals> vitals;
    private final Duration interval;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("heartbeat").daemon().factory());

    public Heartbeat(HeartbeatPublisher publisher, Supplier<HeartbeatPublisher.Vitals> vitals, Duration interval) {
        this.publisher = publisher;
        this.vitals = vitals;
        this.interval = interval;
    }

    public void start() {
        var _ = thread.scheduleAtFixedRate(this::publish, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Also when something has just changed that others should know at once. Does not wait. */
    public void beat() {
        try {
            thread.execute(this::publish);
        } catch (RejectedExecutionException e) {
            // the worker has left
        }
    }

    private void publish() {
        publisher.publish(vitals.get(), interval);
    }

    /** The worker leaves in good order: nobody needs to wonder where it is. Brokers that are away are not waited for. */
    @Override
    public void close() {
        thread.execute(publisher::leave);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(LEAVE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
