package dev.drover.worker.supervision;

import dev.drover.schemas.Sharding;
import dev.drover.worker.lifecycle.CatalogueKind;
import dev.drover.worker.lifecycle.Endpoint;
import dev.drover.worker.lifecycle.ErrorCode;
import dev.drover.worker.lifecycle.Exit;
import dev.drover.worker.lifecycle.Input;
import dev.drover.worker.lifecycle.RunId;
import dev.drover.worker.lifecycle.Secret;
import dev.drover.worker.lifecycle.Server;
import dev.drover.worker.lifecycle.ServerError;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the lifecycle's effects on runs and their sessions, and reports what comes of them. At most one live run per
 * server: the next waits until the one before it is gone. Used by the supervisor's thread only.
 */
final class Runs {
    private static final String NOT_YET = "It was stopped before its turn came.";

    /** A run whose predecessor has not ended yet. */
    private record Next(Server server, long number) {
        RunId id() {
            return new RunId(server.id(), number);
        }
    }

    private final ProcessHost processes;
    private final RemoteHost remotes;
    private final Mailbox mailbox;
    private final StartLimiter limiter;
    private final Sessions sessions;
    private final UserSessions users;
    private final Map<Long, LiveRun> live = new HashMap<>();
    private final Map<Long, Next> next = new HashMap<>();
    private final Map<Long, ServerRun> latest = new HashMap<>();
    private final Map<Integer, ShardLease> leases = new HashMap<>();

    Runs(
            ProcessHost processes,
            RemoteHost remotes,
            McpConnector connector,
            Mailbox mailbox,
            StartLimiter limiter,
            int mostUsersPerServer) {
        this.processes = processes;
        this.remotes = remotes;
        this.mailbox = mailbox;
        this.limiter = limiter;
        this.sessions = new Sessions(connector, mailbox, limiter);
        this.users = new UserSessions(remotes, connector, mailbox, mostUsersPerServer);
    }

    /** What the shard's servers are started under from now on. */
    void under(int shard, ShardLease lease) {
        leases.put(shard, lease);
    }

    private ShardLease lease(LiveRun run) {
        return Objects.requireNonNull(leases.get(Sharding.shardOf(run.id().serverId())));
    }

    /** Servers with a live run. */
    int count() {
        return live.size();
    }

    /** Whether a server of the shard has a live run, also one that was started before the shard was last claimed. */
    boolean hasAnyOf(int shard) {
        return live.keySet().stream().anyMatch(serverId -> Sharding.shardOf(serverId) == shard);
    }

    /** Puts a request to the server's session, or to one in a user's name; null if it has none. */
    @Nullable
    CompletableFuture<String> ask(
            long serverId, @Nullable Secret userToken, Function<McpSession, CompletableFuture<String>> request) {
        LiveRun run = live.get(serverId);
        if (run == null || run.session() == null || run.server() == null) {
            return null;
        }
        return userToken == null ? request.apply(run.session()) : users.ask(run, run.server(), userToken, request);
    }

    /** The last lines that the server wrote to stderr; of its last run when none is live. */
    List<String> stderrTail(long serverId, int lines) {
        ServerRun server = latest.get(serverId);
        return server == null ? List.of() : server.stderrTail(lines);
    }

    /** Nothing of the server is needed any more. */
    void discard(long serverId) {
        latest.remove(serverId);
        processes.discard(serverId);
    }

    void spawn(Server server, long number) {
        RunId id = new RunId(server.id(), number);
        LiveRun present = live.get(server.id());
        if (present != null) {
            if (present.id().run() != number) {
                next.put(server.id(), new Next(server, number));
            }
            return;
        }
        LiveRun run = new LiveRun(id, server.appId(), server.definition().requestTimeout());
        live.put(server.id(), run);
        switch (server.definition().endpoint()) {
            case Endpoint.Stdio stdio ->
                limiter.start(id, () -> spawn(run, server.definition().withRouterToken(stdio)));
            // It needs none of what the limiter spares: hundreds that do not answer hold up nobody.
            case Endpoint.Remote remote -> reach(run, remote);
        }
    }

    private void spawn(LiveRun run, Endpoint.Stdio endpoint) {
        ShardLease lease = lease(run);
        begin(run, () -> processes.spawn(run.id(), run.appId(), endpoint, () -> run.mayRun(lease)));
    }

    private void reach(LiveRun run, Endpoint.Remote endpoint) {
        ShardLease lease = lease(run);
        begin(
                run,
                () -> run.permission(lease)
                        .thenComposeAsync(
                                permitted -> permitted
                                        ? reached(run, endpoint)
                                        : CompletableFuture.failedFuture(
                                                new SpawnFailed(ErrorCode.EXITED_EARLY, NOT_YET)),
                                Thread::startVirtualThread));
    }

    private CompletableFuture<ServerRun> reached(LiveRun run, Endpoint.Remote endpoint) {
        try {
            return CompletableFuture.completedFuture(remotes.reach(run.id(), endpoint));
        } catch (SpawnFailed e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private <T extends ServerRun> void begin(LiveRun run, Supplier<CompletableFuture<T>> start) {
        run.spawning();
        run.ask(lease(run));
        var _ = Attempt.of(start).whenComplete((server, failure) -> {
            if (server == null) {
                SpawnFailed reason = reason(failure);
                follow(() -> notSpawned(run, reason.code(), String.valueOf(reason.getMessage())));
            } else {
                Duration took = run.sinceSpawn();
                follow(() -> spawned(run, server, took));
                var _ = server.exit().thenAccept(exit -> follow(() -> exited(run, server, exit)));
            }
        });
    }

    private static SpawnFailed reason(Throwable failure) {
        Throwable cause = Refusals.cause(failure);
        return cause instanceof SpawnFailed reason
                ? reason
                : new SpawnFailed(ErrorCode.EXITED_EARLY, "The server could not be started: " + cause);
    }

    private void spawned(LiveRun run, ServerRun server, Duration took) {
        run.spawned(server, took);
        report(run.id(), new Input.Spawned(run.id().run(), server.processId()));
        if (run.isWanted()) {
            latest.put(run.id().serverId(), server);
        } else {
            server.kill();
        }
    }

    private void notSpawned(LiveRun run, ErrorCode code, String message) {
        report(run.id(), new Input.NotSpawned(run.id().run(), code, message));
        gone(run);
    }

    private void exited(LiveRun run, ServerRun server, Exit exit) {
        McpSession session = run.session();
        if (session != null) {
            session.close();
        }
        List<String> tail = server.stderrTail(ServerError.TAIL_LINES);
        report(run.id(), new Input.Exited(run.id().run(), exit, tail, server.cause()));
        gone(run);
    }

    private void gone(LiveRun run) {
        limiter.done(run.id());
        live.remove(run.id().serverId(), run);
        Next waiting = next.remove(run.id().serverId());
        if (waiting != null) {
            spawn(waiting.server(), waiting.number());
        }
        if (!hasAnyOf(Sharding.shardOf(run.id().serverId()))) {
            lease(run).emptied();
        }
    }

    void handshake(long serverId, long number) {
        LiveRun run = find(serverId, number);
        if (run != null && run.server() != null && run.beginHandshake()) {
            sessions.open(run, run.server());
        }
    }

    void closeStdin(long serverId, long number) {
        stop(serverId, number, ServerRun::closeStdin);
    }

    void terminate(long serverId, long number) {
        stop(serverId, number, ServerRun::terminate);
    }

    void kill(long serverId, long number) {
        stop(serverId, number, ServerRun::kill);
    }

    private void stop(long serverId, long number, Consumer<ServerRun> step) {
        LiveRun run = find(serverId, number);
        if (run == null) {
            cancelNext(serverId, number);
            return;
        }
        run.unwanted();
        if (run.server() != null) {
            step.accept(run.server());
        } else if (limiter.cancel(run.id())) {
            notSpawned(run, ErrorCode.EXITED_EARLY, NOT_YET);
        }
    }

    private void cancelNext(long serverId, long number) {
        Next waiting = next.get(serverId);
        if (waiting != null && waiting.number() == number) {
            next.remove(serverId);
            report(waiting.id(), new Input.NotSpawned(number, ErrorCode.EXITED_EARLY, NOT_YET));
        }
    }

    void ping(long serverId, long number) {
        LiveRun run = find(serverId, number);
        if (run != null && run.session() != null) {
            sessions.ping(run, run.session());
        }
    }

    void listCatalogue(long serverId, long number, CatalogueKind kind) {
        LiveRun run = find(serverId, number);
        if (run != null && run.session() != null) {
            sessions.list(run, run.session(), kind);
        }
    }

    void debug(long serverId, long number, boolean enabled) {
        LiveRun run = find(serverId, number);
        if (run != null && run.session() != null) {
            run.session().debug(enabled);
        }
    }

    /** What the server said, fit for an event. */
    String masked(long serverId, String text) {
        ServerRun server = latest.get(serverId);
        return server == null ? text : server.masked(text);
    }

    /** The server is no longer ours: what it wrote is not kept. */
    void forget(long serverId) {
        latest.remove(serverId);
    }

    private @Nullable LiveRun find(long serverId, long number) {
        LiveRun run = live.get(serverId);
        return run != null && run.id().run() == number ? run : null;
    }

    private void report(RunId run, Input.Report report) {
        mailbox.submit(new Message.Reported(run.serverId(), report));
    }

    private void follow(Runnable action) {
        mailbox.submit(new Message.Follow(action));
    }
}
