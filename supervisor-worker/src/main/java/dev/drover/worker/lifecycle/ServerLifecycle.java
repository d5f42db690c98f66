package dev.drover.worker.lifecycle;

import dev.drover.worker.lifecycle.ServerState.BackingOff;
import dev.drover.worker.lifecycle.ServerState.Failed;
import dev.drover.worker.lifecycle.ServerState.Removed;
import dev.drover.worker.lifecycle.ServerState.Running;
import dev.drover.worker.lifecycle.ServerState.Starting;
import dev.drover.worker.lifecycle.ServerState.Stopped;
import dev.drover.worker.lifecycle.ServerState.Stopping;
import java.time.Duration;
import java.time.Instant;

/**
 * What may happen next to a server. Pure.
 *
 * <pre>
 *              start                    ready
 *   Stopped ──────────▶ Starting ──────────────────▶ Running
 *      ▲                 │  │  ▲                      │  │
 *      │            stop │  │  │ next attempt    stop │  │ exit, no answer
 *      │ exit            ▼  │  │                      │  │
 *      └────────────── Stopping ◀─────────────────────┘  │
 *                         │ │  │                         │
 *                    exit ▼ │  │                         │
 *                 BackingOff ◀─┼─────────────────────────┤
 *                           │  │                         │
 *                           ▼  ▼                         ▼
 *                          Failed ◀──────────────────────┘
 *
 *   Removed: from Stopped, BackingOff, Failed or the end of Stopping, when it should be removed
 * </pre>
 */
public final class ServerLifecycle {
    /** Time between two pings of a running server. */
    public static final Duration PING_PERIOD = Duration.ofSeconds(30);

    /** How long a removed server's commands are remembered. */
    public static final Duration REMEMBERED = Duration.ofHours(24);

    private ServerLifecycle() {}

    /** @param backOff how long a failed server waits for its next attempt */
    public static Transition on(Server server, Input input, Instant now, BackOff backOff) {
        return switch (input) {
            case Input.Order order -> Orders.on(server, order, now);
            case Input.Report report -> Reports.on(server, report, now, backOff);
            case Input.Tick() -> tick(server, now);
            case Input.Adopted(boolean wasLive) -> adopted(server, wasLive, now);
            case Input.Revoked() -> handOver(server, StopStep.STDIN_CLOSED, now);
            case Input.Lost() -> handOver(server, StopStep.KILLED, now);
        };
    }

    private static Transition tick(Server server, Instant now) {
        Transition unchanged = Transition.of(server);
        Instant deadline = server.state().deadline();
        if (deadline == null || now.isBefore(deadline)) {
            return unchanged;
        }
        return switch (server.state()) {
            case Starting _ -> Steps.stop(unchanged, new AfterStop.Fail(handshakeTimeout(server, now), false), now);
            case Running r ->
                unchanged.to(r.pingedAgainAt(now.plus(PING_PERIOD))).and(new Effect.Ping(r.run()));
            case Stopping s -> Steps.stopHarder(unchanged, s, now);
            case BackingOff _ -> Steps.begin(unchanged, StartReason.RESTART);
            case Removed _ -> unchanged.and(new Effect.Forget());
            case Stopped _, Failed _ -> unchanged;
        };
    }

    private static ServerError handshakeTimeout(Server server, Instant now) {
        return ServerError.of(
                ErrorCode.HANDSHAKE_TIMEOUT,
                "The server did not finish the MCP handshake within %d s."
                        .formatted(server.definition().startupTimeout().toSeconds()),
                now);
    }

    private static Transition adopted(Server server, boolean wasLive, Instant now) {
        Transition unchanged = Transition.of(server);
        if (server.state() instanceof Removed) {
            return unchanged;
        }
        if (server.desired() == DesiredState.RUNNING) {
            return server.state() instanceof Failed ? unchanged : Steps.begin(unchanged, StartReason.FAILOVER);
        }
        return Steps.rest(wasLive ? unchanged.publish(new ServerEvent.Stopped(null)) : unchanged, null, now);
    }

    private static Transition handOver(Server server, StopStep step, Instant now) {
        Transition unchanged = Transition.of(server);
        AfterStop after = new AfterStop.HandOver();
        return switch (server.state()) {
            case Starting _, Running _ -> Steps.stop(unchanged, step, after, now);
            case Stopping s
            when step == StopStep.STDIN_CLOSED ->
                s.after() instanceof AfterStop.Rest ? unchanged : unchanged.to(s.then(after));
            case Stopping s ->
                unchanged
                        .to(new Stopping(s.run(), step, now.plus(step.patience()), after))
                        .and(new Effect.Kill(s.run()));
            case BackingOff _ -> unchanged.to(new Stopped()).publish(new ServerEvent.Stopped(null));
            case Stopped _, Failed _, Removed _ -> unchanged;
        };
    }
}
