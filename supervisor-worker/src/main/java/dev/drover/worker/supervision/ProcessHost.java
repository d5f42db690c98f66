package dev.drover.worker.supervision;

import dev.drover.worker.lifecycle.Endpoint;
import dev.drover.worker.lifecycle.RunId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** The operating system's side of servers: starts contained processes. Thread-safe; never blocks its caller. */
public interface ProcessHost {
    /**
     * Starts a server's process in its containment. It becomes the server only after {@code mayRun} has said yes, asked
     * when everything is ready to go: so a spawn that was queued when its shard was lost never becomes a server.
     *
     * @param appId the server's app, for its environment and log context
     * @param mayRun asked on a thread of the host, which may wait for the answer; other spawns do not wait with it
     * @return the process, or exceptionally {@link SpawnFailed}; no process of a failed spawn is left
     */
    CompletableFuture<ServerProcess> spawn(RunId run, long appId, Endpoint.Stdio endpoint, BooleanSupplier mayRun);

    /** The server is no more, and no process of it is left: what its processes kept on this host is deleted. */
    void discard(long serverId);

    /** {@code pid-namespace}, {@code container} or {@code process-group}: the best that works here. */
    String containment();

    /** What a server may use, as far as the operator sets a bound to it, and who sees to it. */
    List<ServerLimit> limits();
}
