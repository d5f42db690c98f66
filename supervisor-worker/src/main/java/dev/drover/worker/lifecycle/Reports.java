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
import java.util.List;

/** What observations of a run do. */
final class Reports {
    private Reports() {}

    static Transition on(Server server, Input.Report report, Instant now, BackOff backOff) {
        Transition t = Transition.of(server);
        boolean isLate = server.state().liveRun().orElse(-1) != report.run();
        if (isLate) {
            return t;
        }
        return switch (report) {
            case Input.Spawned spawned -> spawned(t, spawned, now);
            case Input.NotSpawned failed -> notSpawned(t, failed, now, backOff);
            case Input.Ready ready ->
                server.state() instanceof Starting starting ? Steps.ready(t, starting, ready, now) : t;
            case Input.HandshakeFailed failed ->
                server.state() instanceof Starting
                        ? Steps.stop(
                                t, new AfterStop.Fail(ServerError.of(failed.code(), failed.message(), now), false), now)
                        : t;
            case Input.Unresponsive mute ->
                server.state() instanceof Running running ? unresponsive(t, running, mute, now) : t;
            case Input.Exited exited -> exited(t, exited, now, backOff);
            case Input.ListChanged changed ->
                server.state() instanceof Running ? t.and(new Effect.ListCatalogue(changed.run(), changed.kind())) : t;
            case Input.Listed listed -> listed(t, listed.catalogue());
        };
    }

    private static Transition spawned(Transition t, Input.Spawned spawned, Instant now) {
        Duration patience = t.server().definition().startupTimeout();
        return t.server().state() instanceof Starting starting
                ? t.to(new Starting(starting.run(), spawned.pid(), now.plus(patience)))
                        .and(new Effect.Handshake(starting.run()))
                : t;
    }

    private static Transition notSpawned(Transition t, Input.NotSpawned report, Instant now, BackOff backOff) {
        return switch (t.server().state()) {
            case Starting _ -> Steps.fail(t, ServerError.of(report.code(), report.message(), now), false, now, backOff);
            case Stopping s -> ended(t, s, new Exit(null, null), List.of(), now, backOff);
            case Running _, Stopped _, BackingOff _, Failed _, Removed _ -> t;
        };
    }

    private static Transition exited(Transition t, Input.Exited report, Instant now, BackOff backOff) {
        return switch (t.server().state()) {
            case Starting _ ->
                Steps.fail(
                        t,
                        error(ErrorCode.EXITED_EARLY, "The server %s before it was ready.", report, now),
                        false,
                        now,
                        backOff);
            case Running r -> crashed(t, r, report, now, backOff);
            case Stopping s -> ended(t, s, report.exit(), report.stderrTail(), now, backOff);
            case Stopped _, BackingOff _, Failed _, Removed _ -> t;
        };
    }

    private static Transition crashed(
            Transition t, Running running, Input.Exited report, Instant now, BackOff backOff) {
        Integer code = report.exit().code();
        if (code != null && code == 0 && t.server().definition().restart() != RestartPolicy.ALWAYS) {
            return Steps.rest(t.with(s -> s.withDesired(DesiredState.STOPPED)), report.exit(), now);
        }
        long seconds = Duration.between(running.since(), now).toSeconds();
        ServerError error = error(ErrorCode.CRASHED, "The server %s after " + seconds + " s of running.", report, now);
        return Steps.fail(t, error, wasHealthy(running, now), now, backOff);
    }

    private static Transition unresponsive(Transition t, Running running, Input.Unresponsive report, Instant now) {
        ServerError error = ServerError.of(ErrorCode.UNRESPONSIVE, report.message(), now);
        return Steps.stop(t, new AfterStop.Fail(error, wasHealthy(running, now)), now);
    }

    private static boolean wasHealthy(Running running, Instant now) {
        return Duration.between(running.since(), now).compareTo(RestartHistory.HEALTHY) >= 0;
    }

    private static Transition ended(
            Transition t, Stopping stopping, Exit exit, List<String> tail, Instant now, BackOff backOff) {
        return switch (stopping.after()) {
            case AfterStop.Rest() -> Steps.rest(t, exit, now);
            case AfterStop.StartAgain(StartReason reason) ->
                Steps.begin(t.publish(new ServerEvent.Stopped(exit.code())), reason);
            case AfterStop.Fail(ServerError error, boolean wasHealthy) ->
                Steps.fail(t, error.withTail(tail), wasHealthy, now, backOff);
            case AfterStop.HandOver() -> t.to(new Stopped()).publish(new ServerEvent.Stopped(exit.code()));
        };
    }

    private static ServerError error(ErrorCode code, String message, Input.Exited report, Instant now) {
        String said = message.formatted(report.exit());
        Cause cause = report.cause();
        return cause == null
                ? new ServerError(code, said, report.exit(), report.stderrTail(), now)
                : new ServerError(cause.code(), said + " " + cause.message(), report.exit(), report.stderrTail(), now);
    }

    private static Transition listed(Transition t, Catalogue catalogue) {
        boolean isKnown = catalogue.digest().equals(t.server().catalogues().get(catalogue.kind()));
        return isKnown || !(t.server().state() instanceof Running)
                ? t
                : t.with(s -> s.withCatalogue(catalogue.kind(), catalogue.digest()))
                        .publish(new ServerEvent.CatalogueChanged(catalogue));
    }
}
