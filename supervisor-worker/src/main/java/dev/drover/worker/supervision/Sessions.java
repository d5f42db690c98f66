package dev.drover.worker.supervision;

import dev.drover.worker.lifecycle.Catalogue;
import dev.drover.worker.lifecycle.CatalogueKind;
import dev.drover.worker.lifecycle.ErrorCode;
import dev.drover.worker.lifecycle.Input;
import dev.drover.worker.lifecycle.ServerInfo;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Speaks MCP with live runs on the worker's own account (handshakes, pings, lists), and reports what comes of it. Used by
 * the supervisor's thread only.
 */
final class Sessions {
    private static final Logger log = LoggerFactory.getLogger(Sessions.class);

    private final McpConnector connector;
    private final Mailbox mailbox;
    private final StartLimiter limiter;

    Sessions(McpConnector connector, Mailbox mailbox, StartLimiter limiter) {
        this.connector = connector;
        this.mailbox = mailbox;
        this.limiter = limiter;
    }

    void open(LiveRun run, ServerRun server) {
        long number = run.id().run();
        var _ = Attempt.of(() -> connector.open(
                        run.id(),
                        server,
                        run.requestTimeout(),
                        kind -> report(run, new Input.ListChanged(number, kind))))
                .whenComplete((session, failure) -> follow(() -> opened(run, server, session, failure)));
    }

    private void opened(LiveRun run, ServerRun server, @Nullable McpSession session, @Nullable Throwable failure) {
        if (session != null) {
            limiter.done(run.id());
            run.ready(session);
            report(
                    run,
                    new Input.Ready(run.id().run(), masked(session.info(), server), run.sinceSpawn(), run.spawnTook()));
        } else if (failure != null && !isFor(McpFailure.Reason.EXITED, failure)) {
            limiter.done(run.id());
            String reason = reason(failure, server);
            ErrorCode code = code(failure);
            String message = code == ErrorCode.HANDSHAKE_FAILED ? "The MCP handshake failed: " + reason : reason;
            report(run, new Input.HandshakeFailed(run.id().run(), code, message));
        }
        // Else the news of the run's end is on its way, and says more.
    }

    private static ErrorCode code(Throwable failure) {
        return Refusals.cause(failure) instanceof McpFailure mcp && mcp.errorCode() != null
                ? mcp.errorCode()
                : ErrorCode.HANDSHAKE_FAILED;
    }

    void ping(LiveRun run, McpSession session) {
        var _ = Attempt.of(session::ping).whenComplete((pong, failure) -> {
            if (failure != null) {
                follow(() -> unanswered(run, failure));
            }
        });
    }

    private void unanswered(LiveRun run, Throwable failure) {
        ServerRun server = run.server();
        if (server != null && server.exit().isDone() && isFor(McpFailure.Reason.UNREACHABLE, failure)) {
            // The news of its end is on its way, and says more.
            return;
        }
        if (isFor(McpFailure.Reason.TIMEOUT, failure)) {
            unresponsive(
                    run,
                    "The server did not answer a ping within %d s."
                            .formatted(run.requestTimeout().toSeconds()));
        } else if (isFor(McpFailure.Reason.UNREACHABLE, failure)) {
            unresponsive(run, "The server did not answer a ping: " + reason(failure, run.server()));
        } else if (isFor(McpFailure.Reason.EXITED, failure) && run.isMuteAgain()) {
            unresponsive(run, "The server has closed its stdout, but did not exit.");
        }
    }

    private void unresponsive(LiveRun run, String message) {
        report(run, new Input.Unresponsive(run.id().run(), message));
    }

    /** However often a server says that a list has changed, it is asked for it once at a time. */
    void list(LiveRun run, McpSession session, CatalogueKind kind) {
        ServerRun server = run.server();
        if (server == null || !run.beginList(kind)) {
            return;
        }
        var _ = Attempt.of(() -> session.list(kind)).whenComplete((content, failure) -> {
            Optional<Catalogue> catalogue =
                    content == null ? Optional.empty() : Catalogues.read(kind, content, server::masked);
            if (failure != null) {
                log.warn("{}: could not list its {}: {}", run.id(), kind, reason(failure, server));
            }
            follow(() -> listed(run, session, kind, catalogue));
        });
    }

    private void listed(LiveRun run, McpSession session, CatalogueKind kind, Optional<Catalogue> catalogue) {
        catalogue.ifPresent(c -> report(run, new Input.Listed(run.id().run(), c)));
        if (run.endList(kind)) {
            list(run, session, kind);
        }
    }

    private static boolean isFor(McpFailure.Reason reason, Throwable failure) {
        return Refusals.cause(failure) instanceof McpFailure mcp && mcp.reason() == reason;
    }

    /** Goes into events and the state of the server. */
    private static ServerInfo masked(ServerInfo info, ServerRun server) {
        return new ServerInfo(
                server.masked(info.protocolVersion()),
                server.masked(info.name()),
                server.masked(info.version()),
                MaskedJson.of(info.capabilities(), server::masked));
    }

    /** It may be in the server's words. */
    private static String reason(Throwable failure, @Nullable ServerRun server) {
        String message = String.valueOf(Refusals.cause(failure).getMessage());
        return server == null ? message : server.masked(message);
    }

    private void report(LiveRun run, Input.Report report) {
        mailbox.submit(new Message.Reported(run.id().serverId(), report));
    }

    private void follow(Runnable action) {
        mailbox.submit(new Message.Follow(action));
    }
}
