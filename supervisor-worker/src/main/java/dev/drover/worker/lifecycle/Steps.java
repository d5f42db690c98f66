package dev.drover.worker.lifecycle;

import static dev.drover.worker.lifecycle.Goal.REMOVE;
import static dev.drover.worker.lifecycle.Goal.RESTART;
import static dev.drover.worker.lifecycle.Goal.START;
import static dev.drover.worker.lifecycle.Goal.STOP;

import dev.drover.worker.lifecycle.ServerState.BackingOff;
import dev.drover.worker.lifecycle.ServerState.Failed;
import dev.drover.worker.lifecycle.ServerState.Removed;
import dev.drover.worker.lifecycle.ServerState.Running;
import dev.drover.worker.lifecycle.ServerState.Starting;
import dev.drover.worker.lifecycle.ServerState.Stopped;
import dev.drover.worker.lifecycle.ServerState.Stopping;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The steps that transitions are made of: begin a run, stop it, come to rest, fail. */
final class Steps {
    private Steps() {}

    /** The next run. */
    static Transition begin(Transition t, StartReason reason) {
        RestartHistory history = switch (reason) {
            case COMMAND, DEFINITION -> t.server().history().afterCommand();
            case RESTART, FAILOVER -> t.server().history().withRestart();
        };
        long run = t.server().run() + 1;
        return t.with(s -> s.withRun(run).withHistory(history))
                .to(new Starting(run, null, null))
                .publish(new ServerEvent.Starting(reason, history.failures() + 1))
                .and(new Effect.Spawn(run));
    }

    static Transition stop(Transition t, AfterStop after, Instant now) {
        return stop(t, StopStep.STDIN_CLOSED, after, now);
    }

    /** Stops the live run, beginning with this step. */
    static Transition stop(Transition t, StopStep step, AfterStop after, Instant now) {
        long run = t.server().run();
        return t.to(new Stopping(run, step, now.plus(step.patience()), after))
                .publish(new ServerEvent.Stopping())
                .and(effect(step, run));
    }

    static Transition stopHarder(Transition t, Stopping stopping, Instant now) {
        StopStep next = switch (stopping.step()) {
            case STDIN_CLOSED -> StopStep.TERMINATED;
            case TERMINATED, KILLED -> StopStep.KILLED;
        };
        return t.to(new Stopping(stopping.run(), next, now.plus(next.patience()), stopping.after()))
                .and(effect(next, stopping.run()));
    }

    private static Effect effect(StopStep step, long run) {
        return switch (step) {
            case STDIN_CLOSED -> new Effect.CloseStdin(run);
            case TERMINATED -> new Effect.Terminate(run);
            case KILLED -> new Effect.Kill(run);
        };
    }

    /** Nothing runs and nothing should: stops and removals have reached their goal. */
    static Transition rest(Transition t, @Nullable Exit exit, Instant now) {
        Transition stopped = t.server().state() instanceof Stopped
                ? t
                : t.to(new Stopped()).publish(new ServerEvent.Stopped(exit == null ? null : exit.code()));
        Transition answered =
                stopped.endAll(stopped.server().commands().waitingFor(Set.of(STOP)), new Ending.Succeeded(true));
        return t.server().desired() == DesiredState.REMOVED ? remove(answered, now) : answered;
    }

    private static Transition remove(Transition t, Instant now) {
        return t.endAll(t.server().commands().waitingFor(Set.of(REMOVE)), new Ending.Succeeded(true))
                .with(s -> s.withDefinition(s.definition().withoutSecrets()))
                .to(new Removed(now, now.plus(ServerLifecycle.REMEMBERED)))
                .publish(new ServerEvent.Removed());
    }

    static Transition ready(Transition t, Starting starting, Input.Ready ready, Instant now) {
        long generation = t.server().definition().generation();
        return t.with(s -> s.withHistory(s.history().ready(generation)).withError(null))
                .to(new Running(
                        starting.run(),
                        starting.pid(),
                        ready.info(),
                        now,
                        now.plus(ServerLifecycle.PING_PERIOD),
                        false))
                .publish(new ServerEvent.Started(
                        starting.pid(),
                        ready.info(),
                        ready.took(),
                        ready.spawnTook(),
                        t.server().history().restarts()))
                .endAll(t.server().commands().waitingFor(Set.of(START, RESTART)), new Ending.Succeeded(true))
                .and(
                        new Effect.ListCatalogue(starting.run(), CatalogueKind.TOOLS),
                        new Effect.ListCatalogue(starting.run(), CatalogueKind.RESOURCES),
                        new Effect.ListCatalogue(starting.run(), CatalogueKind.PROMPTS));
    }

    /** The run has ended and should not have: the restart policy decides. */
    static Transition fail(Transition t, ServerError error, boolean wasHealthy, Instant now, BackOff backOff) {
        Definition definition = t.server().definition();
        RestartHistory history = t.server().history().failed(now, wasHealthy);
        Transition failed = t.with(s -> s.withHistory(history).withError(error));
        if (error.code().isHopeless() || definition.restart() == RestartPolicy.NEVER) {
            return giveUp(failed, error);
        }
        if (history.isExhausted(definition.generation()) && !isExpectedBack(definition, history)) {
            return giveUp(failed, history.readyGeneration() == definition.generation() ? limit(error, now) : error);
        }
        Duration delay = backOff.delay(
                history.failures(), t.server().id() * 31 + t.server().run());
        Instant next = now.plus(delay);
        return failed.to(new BackingOff(error, next)).publish(new ServerEvent.Crashed(error, next));
    }

    /** Whoever mends a server elsewhere does not know of us, and another attempt to reach it costs little. */
    private static boolean isExpectedBack(Definition definition, RestartHistory history) {
        return definition.endpoint() instanceof Endpoint.Remote && history.readyGeneration() == definition.generation();
    }

    private static Transition giveUp(Transition t, ServerError error) {
        return t.with(s -> s.withError(error))
                .to(new Failed(error))
                .publish(new ServerEvent.Failed(error))
                .endAll(
                        t.server().commands().waitingFor(Set.of(START, RESTART)),
                        new Ending.Failed(error.code().name(), error.message()));
    }

    private static ServerError limit(ServerError last, Instant now) {
        String message = "Gave up after %d failures in %d minutes. The last one: %s"
                .formatted(RestartHistory.LIMIT, RestartHistory.WINDOW.toMinutes(), last.message());
        return new ServerError(ErrorCode.RESTART_LIMIT, message, last.exit(), last.stderrTail(), now);
    }
}
