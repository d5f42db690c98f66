package dev.drover.worker.supervision;

import dev.drover.worker.lifecycle.CatalogueKind;
import dev.drover.worker.lifecycle.Endpoint;
import dev.drover.worker.lifecycle.ErrorCode;
import dev.drover.worker.lifecycle.Exit;
import dev.drover.worker.lifecycle.Input;
import dev.drover.worker.lifecycle.RunId;
import dev.drover.worker.lifecycle.Server;
import dev.drover.worker.lifecycle.ServerError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out the lifecycle's effects on processes and sessions, and reports what comes of them. At most one live run per
 * server: the next waits until the one before it is gone. Used by the supervisor's thread only.
 */
final class Runs {
    private static final Logger log = LoggerFactory.getLogger(Runs.class);

    private final ProcessHost processes;
    private final McpConnector connector;
    private final Mailbox mailbox;
    private final StartLimiter limiter;
    private final Map<Long, LiveRun> live = new HashMap<>();
    private final Map<Long, Runnable> next = new HashMap<>();
    private final Map<Long, ServerProcess> latest = new HashMap<>();

    Runs(ProcessHost processes, McpConnector connector, Mailbox mailbox, StartLimiter limiter) {
        this.processes = processes;
        this.connector = connector;
        this.mailbox = mailbox;
        this.limiter = limiter;
    }

    /** Servers with a process. */
    int count() {
        return live.size();
    }

    @Nullable
    McpSession session(long serverId) {
        LiveRun run = live.get(serverId);
        return run == null ? null : run.session();
    }

    /** The last lines that the server wrote to stderr; of its last run when none is live. */
    List<String> stderrTail(long serverId, int lines) {
        ServerProcess process = latest.get(serverId);
        return process == null ? List.of() : process.stderrTail(lines);
    }

    void spawn(Server server, long number) {
        RunId id = new RunId(server.id(), number);
        if (live.containsKey(server.id())) {
            next.put(server.id(), () -> spawn(server, number));
            return;
        }
        LiveRun run = new LiveRun(id, server.appId(), server.definition().requestTimeout());
        live.put(server.id(), run);
        switch (server.definition().endpoint()) {
            case Endpoint.Stdio stdio -> limiter.start(id, () -> spawn(run, stdio));
            case Endpoint.Remote _ ->
                notSpawned(run, ErrorCode.URL_NOT_ALLOWED, "This worker does not connect to remote servers.");
        }
    }

    private void spawn(LiveRun run, Endpoint.Stdio endpoint) {
        run.spawning();
        var _ = processes.spawn(run.id(), run.appId(), endpoint, run::mayRun).whenComplete((process, failure) -> {
            if (process == null) {
                SpawnFailed reason = reason(failure);
                follow(() -> notSpawned(run, reason.code(), String.valueOf(reason.getMessage())));
            } else {
                follow(() -> spawned(run, process));
                var _ = process.exit().thenAccept(exit -> follow(() -> exited(run, process, exit)));
            }
        });
    }

    private static SpawnFailed reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof SpawnFailed reason
                ? reason
                : new SpawnFailed(ErrorCode.EXITED_EARLY, "The process could not be started: " + cause);
    }

    private void spawned(LiveRun run, ServerProcess process) {
        run.spawned(process);
        latest.put(run.id().serverId(), process);
        report(run, new Input.Spawned(run.id().run(), process.pid()));
        if (!run.mayRun()) {
            process.kill();
        }
    }

    private void notSpawned(LiveRun run, ErrorCode code, String message) {
        report(run, new Input.NotSpawned(run.id().run(), code, message));
        gone(run);
    }

    private void exited(LiveRun run, ServerProcess process, Exit exit) {
        McpSession session = run.session();
        if (session != null) {
            session.close();
        }
        report(run, new Input.Exited(run.id().run(), exit, process.stderrTail(ServerError.TAIL_LINES)));
        gone(run);
    }

    private void gone(LiveRun run) {
        limiter.done(run.id());
        live.remove(run.id().serverId(), run);
        Runnable waiting = next.remove(run.id().serverId());
        if (waiting != null) {
            waiting.run();
        }
    }

    void handshake(long serverId, long number) {
        LiveRun run = find(serverId, number);
        if (run == null || run.process() == null) {
            return;
        }
        var _ = connector
                .open(
                        run.id(),
                        run.process(),
                        run.requestTimeout(),
                        kind -> report(run, new Input.ListChanged(number, kind)))
                .whenComplete((session, failure) -> follow(() -> opened(run, session, failure)));
    }

    private void opened(LiveRun run, @Nullable McpSession session, @Nullable Throwable failure) {
        if (session != null) {
            limiter.done(run.id());
            run.ready(session);
            report(run, new Input.Ready(run.id().run(), session.info(), run.sinceSpawn()));
        } else if (failure != null && !(Refusals.cause(failure) instanceof McpFailure f && hasEnded(f))) {
            limiter.done(run.id());
            String message =
                    "The MCP handshake failed: " + Refusals.cause(failure).getMessage();
            report(run, new Input.HandshakeFailed(run.id().run(), ErrorCode.HANDSHAKE_FAILED, message));
        }
    }

    /** The news of the process's end is on its way, and says more. */
    private static boolean hasEnded(McpFailure failure) {
        return failure.reason() == McpFailure.Reason.EXITED;
    }

    void closeStdin(long serverId, long number) {
        LiveRun run = find(serverId, number);
        if (run == null) {
            return;
        }
        run.unwanted();
        if (run.process() != null) {
            run.process().closeStdin();
        } else if (limiter.cancel(run.id())) {
            notSpawned(run, ErrorCode.EXITED_EARLY, "It was stopped before its turn came.");
        }
    }

    void terminate(long serverId, long number) {
        LiveRun run = find(serverId, number);
        if (run != null && run.process() != null) {
            run.process().terminate();
        }
    }

    void kill(long serverId, long number) {
        LiveRun run = find(serverId, number);
        if (run == null) {
            return;
        }
        run.unwanted();
        if (run.process() != null) {
            run.process().kill();
        } else if (limiter.cancel(run.id())) {
            notSpawned(run, ErrorCode.EXITED_EARLY, "It was stopped before its turn came.");
        }
    }

    void ping(long serverId, long number) {
        LiveRun run = find(serverId, number);
        if (run == null || run.session() == null) {
            return;
        }
        var _ = run.session().ping().whenComplete((pong, failure) -> {
            if (failure != null
                    && Refusals.cause(failure) instanceof McpFailure f
                    && f.reason() == McpFailure.Reason.TIMEOUT) {
                String message = "The server did not answer a ping within %d s."
                        .formatted(run.requestTimeout().toSeconds());
                report(run, new Input.Unresponsive(number, message));
            }
        });
    }

    void listCatalogue(long serverId, long number, CatalogueKind kind) {
        LiveRun run = find(serverId, number);
        if (run == null || run.session() == null) {
            return;
        }
        var _ = run.session().list(kind).whenComplete((content, failure) -> {
            if (content != null) {
                report(run, new Input.Listed(number, Catalogues.of(kind, content)));
            } else {
                log.warn(
                        "{}: could not list its {}: {}",
                        run.id(),
                        kind,
                        Refusals.cause(failure).getMessage());
            }
        });
    }

    private @Nullable LiveRun find(long serverId, long number) {
        LiveRun run = live.get(serverId);
        return run != null && run.id().run() == number ? run : null;
    }

    private void report(LiveRun run, Input.Report report) {
        mailbox.submit(new Message.Reported(run.id().serverId(), report));
    }

    private void follow(Runnable action) {
        mailbox.submit(new Message.Follow(action));
    }
}
