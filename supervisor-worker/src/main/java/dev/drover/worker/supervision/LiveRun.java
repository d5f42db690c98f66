package dev.drover.worker.supervision;

import dev.drover.worker.lifecycle.CatalogueKind;
import dev.drover.worker.lifecycle.RunId;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A run that is there, or about to be. Used by the supervisor's thread, but for {@link #mayRun}. */
final class LiveRun {
    private final RunId id;
    private final long appId;
    private final Duration requestTimeout;
    private volatile boolean wanted = true;
    private final CompletableFuture<Boolean> permit = new CompletableFuture<>();
    private @Nullable ServerRun server;
    private @Nullable McpSession session;
    private final Set<CatalogueKind> listing = EnumSet.noneOf(CatalogueKind.class);
    private final Set<CatalogueKind> toListAgain = EnumSet.noneOf(CatalogueKind.class);
    private boolean isHandshaking;
    private boolean isMute;
    private long spawnedAt;
    private Duration spawnTook = Duration.ZERO;

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

    boolean isWanted() {
        return wanted;
    }

    void unwanted() {
        wanted = false;
        permit.complete(false);
    }

    /** Asks for the permission to start. */
    void ask(ShardLease lease) {
        var _ = lease.ask().thenAccept(permit::complete);
    }

    /** Whether it may become the server; asked by the process host's thread, which waits for the shard's lease. */
    boolean mayRun(ShardLease lease) {
        return permit.join() && wanted && lease.holds();
    }

    /** Whether it may begin: known when the shard's lease is. */
    CompletableFuture<Boolean> permission(ShardLease lease) {
        return permit.thenApply(permitted -> permitted && wanted && lease.holds());
    }

    @Nullable
    ServerRun server() {
        return server;
    }

    /** @param took since its spawn was begun */
    void spawned(ServerRun begun, Duration took) {
        server = begun;
        spawnTook = took;
    }

    Duration spawnTook() {
        return spawnTook;
    }

    /** When its spawn was begun, on the monotonic clock. */
    void spawning() {
        spawnedAt = System.nanoTime();
    }

    Duration sinceSpawn() {
        return Duration.ofNanos(System.nanoTime() - spawnedAt);
    }

    /** False if it was begun before. */
    boolean beginHandshake() {
        boolean isFirst = !isHandshaking;
        isHandshaking = true;
        return isFirst;
    }

    /** Whether it had closed its stdout when it was last asked, too: its end, if it has ended, would be known by now. */
    boolean isMuteAgain() {
        boolean again = isMute;
        isMute = true;
        return again;
    }

    /** False if it is being listed: then it will be listed again. */
    boolean beginList(CatalogueKind kind) {
        boolean begins = listing.add(kind);
        if (!begins) {
            toListAgain.add(kind);
        }
        return begins;
    }

    /** Whether it should be listed again. */
    boolean endList(CatalogueKind kind) {
        listing.remove(kind);
        return toListAgain.remove(kind);
    }

    @Nullable
    McpSession session() {
        return session;
    }

    void ready(McpSession opened) {
        session = opened;
    }
}
