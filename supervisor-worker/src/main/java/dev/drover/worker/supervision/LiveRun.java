package dev.drover.worker.supervision;

import dev.drover.worker.lifecycle.RunId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A run that has, or is about to have, a process. Used by the supervisor's thread, but for {@link #mayRun}. */
final class LiveRun {
    private final RunId id;
    private final long appId;
    private final Duration requestTimeout;
    private volatile boolean wanted = true;
    private @Nullable ServerProcess process;
    private @Nullable McpSession session;
    private long spawnedAt;

    LiveRun(RunId id, long appId, Duration requestTimeout) {
        this.id = id;
        this.appId = appId;
        this.requestTimeout = requestTimeout;
    }

    RunId id() {
        return id;
    }

    long appId() {
        return appId;
    }

    Duration requestTimeout() {
        return requestTimeout;
    }

    /** Whether it may still become the server; asked by the process host's thread. */
    boolean mayRun() {
        return wanted;
    }

    void unwanted() {
        wanted = false;
    }

    @Nullable
    ServerProcess process() {
        return process;
    }

    void spawned(ServerProcess tree) {
        process = tree;
    }

    /** When its spawn was begun, on the monotonic clock. */
    void spawning() {
        spawnedAt = System.nanoTime();
    }

    Duration sinceSpawn() {
        return Duration.ofNanos(System.nanoTime() - spawnedAt);
    }

    @Nullable
    McpSession session() {
        return session;
    }

    void ready(McpSession opened) {
        session = opened;
    }
}
