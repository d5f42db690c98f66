package dev.drover.worker.mcp;

import dev.drover.worker.supervision.McpFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Schedulers;

/**
 * The requests that a server has not answered, each with its timer. A request leaves exactly once: answered or failed.
 * Thread-safe; holds no lock while it reports a failure. The timers run on threads that all sessions share.
 */
final class PendingRequests {
    private final ConcurrentMap<Object, Disposable.Swap> timers = new ConcurrentHashMap<>();
    private final BiConsumer<Object, McpFailure> onFailure;
    private volatile @Nullable McpFailure end;

    /** @param onFailure told the id of a request that gets no answer, and why */
    PendingRequests(BiConsumer<Object, McpFailure> onFailure) {
        this.onFailure = onFailure;
    }

    /** @param timeout null: none */
    void add(Object id, @Nullable Duration timeout, Runnable onTimeout) {
        Disposable.Swap timer = Disposables.swap();
        timers.put(id, timer);
        if (timeout != null) {
            timer.update(Schedulers.parallel().schedule(onTimeout, timeout.toNanos(), TimeUnit.NANOSECONDS));
        }
        McpFailure ended = end;
        if (ended != null) {
            fail(id, ended);
        }
    }

    boolean contains(Object id) {
        return timers.containsKey(id);
    }

    /** False if nobody waits for this answer (any more). */
    boolean answered(Object id) {
        Disposable.Swap timer = timers.remove(id);
        if (timer != null) {
            timer.dispose();
        }
        return timer != null;
    }

    /** False if it is not pending. */
    boolean fail(Object id, McpFailure failure) {
        boolean pending = answered(id);
        if (pending) {
            onFailure.accept(id, failure);
        }
        return pending;
    }

    /** What is pending now; not what is added meanwhile. */
    void failAll(McpFailure failure) {
        List.copyOf(timers.keySet()).forEach(id -> fail(id, failure));
    }

    /** Fails what is pending and whatever will be added, all with the reason of the first call. */
    void end(McpFailure failure) {
        McpFailure first = end;
        if (first == null) {
            end = failure;
        }
        failAll(first == null ? failure : first);
    }

    boolean hasEnded() {
        return end != null;
    }
}
