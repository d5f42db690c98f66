package dev.drover.worker.lifecycle;

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
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What management commands do: change what should be, and set going what makes it so. */
final class Orders {
    private Orders() {}

    static Transition on(Server server, Input.Order order, Instant now) {
        Transition t = Transition.of(server);
        Optional<CommandLog.Entry> known = server.commands().find(order.commandId());
        if (known.isPresent()) {
            return repeated(t, known.get());
        }
        if (server.state() instanceof Removed) {
            return t.end(order.commandId(), new Ending.Rejected("UNKNOWN_SERVER", "The server has been removed."));
        }
        if (server.desired() == DesiredState.REMOVED && !(order instanceof Input.Remove)) {
            return t.end(
                    order.commandId(), new Ending.Rejected("SERVER_BEING_REMOVED", "The server is being removed."));
        }
        if (server.commands().waitingFor(goals(order)).size() >= CommandLog.MOST_WAITING) {
            return t.end(order.commandId(), tooMany());
        }
        return switch (order) {
            case Input.Define define -> define(t, define, now);
            case Input.Start start -> start(t, start.commandId());
            case Input.Restart restart -> restart(t, restart.commandId(), now);
            case Input.Stop stop -> stop(t, stop.commandId(), now);
            case Input.Remove remove -> remove(t, remove.commandId(), now);
            case Input.SetDebug debug -> debug(t, debug);
        };
    }

    /** The goals that commands which wait together with this one wait for. */
    private static Set<Goal> goals(Input.Order order) {
        return switch (order) {
            case Input.Define _, Input.SetDebug _ -> Set.of();
            case Input.Start _, Input.Restart _ -> Set.of(START, RESTART);
            case Input.Stop _ -> Set.of(STOP);
            case Input.Remove _ -> Set.of(Goal.REMOVE);
        };
    }

    private static Ending tooMany() {
        return new Ending.Rejected(
                "TOO_MANY_COMMANDS",
                "%d commands already wait for the same: see what became of them before sending more."
                        .formatted(CommandLog.MOST_WAITING));
    }

    /** Answered again, not executed again; one that still waits will be answered. */
    private static Transition repeated(Transition t, CommandLog.Entry entry) {
        Ending ending = entry.ending();
        return ending == null ? t : t.and(new Effect.Publish(new ServerEvent.CommandEnded(ending), entry.commandId()));
    }

    /** Of the present run only: what comes after it is silent again. */
    private static Transition debug(Transition t, Input.SetDebug order) {
        if (!(t.server().state() instanceof Running running)) {
            return t.end(order.commandId(), new Ending.Rejected("NOT_RUNNING", "The server is not running."));
        }
        return t.to(running.debugged(order.enabled()))
                .and(new Effect.Debug(running.run(), order.enabled()))
                .end(order.commandId(), new Ending.Succeeded(running.isDebugged() != order.enabled()));
    }

    private static Transition define(Transition t, Input.Define order, Instant now) {
        Server server = t.server();
        long generation = order.definition().generation();
        boolean isFirst = server.run() == 0 && server.commands().entries().isEmpty();
        if (generation <= server.definition().generation() && !isFirst) {
            return t.end(
                    order.commandId(),
                    new Ending.Rejected(
                            "OLD_GENERATION",
                            "Generation %d is not newer than the known one, %d."
                                    .formatted(generation, server.definition().generation())));
        }
        Transition defined = t.with(s -> s.withDefinition(order.definition()))
                .publish(new ServerEvent.Defined(order.definition()))
                .end(order.commandId(), new Ending.Succeeded(true));
        AfterStop again = new AfterStop.StartAgain(StartReason.DEFINITION);
        return switch (server.state()) {
            case Starting _, Running _ -> Steps.stop(defined, again, now);
            case Stopping s when s.after() instanceof AfterStop.Fail -> defined.to(s.then(again));
            case BackingOff _, Failed _ -> Steps.begin(defined, StartReason.DEFINITION);
            case Stopping _, Stopped _, Removed _ -> defined;
        };
    }

    private static Transition start(Transition t, String id) {
        Transition wanted = wantRunning(t, id);
        return switch (t.server().state()) {
            case Stopped _, BackingOff _, Failed _ -> Steps.begin(wanted.await(id, START), StartReason.COMMAND);
            case Starting _ -> wanted.await(id, START);
            case Running _ -> wanted.end(id, new Ending.Succeeded(false));
            case Stopping s -> startAgain(wanted.await(id, START), s);
            case Removed _ -> t;
        };
    }

    private static Transition restart(Transition t, String id, Instant now) {
        Transition wanted = wantRunning(t, id).await(id, RESTART);
        return switch (t.server().state()) {
            case Stopped _, BackingOff _, Failed _ -> Steps.begin(wanted, StartReason.COMMAND);
            case Starting _, Running _ -> Steps.stop(wanted, new AfterStop.StartAgain(StartReason.COMMAND), now);
            case Stopping s -> startAgain(wanted, s);
            case Removed _ -> t;
        };
    }

    private static Transition wantRunning(Transition t, String id) {
        return t.with(s -> s.withDesired(DesiredState.RUNNING))
                .endAll(t.server().commands().waitingFor(Set.of(STOP)), new Ending.Superseded(id));
    }

    /** What is handed over is started by its next owner. */
    private static Transition startAgain(Transition t, Stopping stopping) {
        return stopping.after() instanceof AfterStop.HandOver
                ? t
                : t.to(stopping.then(new AfterStop.StartAgain(StartReason.COMMAND)));
    }

    private static Transition stop(Transition t, String id, Instant now) {
        boolean nothingToDo = t.server().state() instanceof Stopped;
        Transition wanted = t.with(s -> s.withDesired(DesiredState.STOPPED))
                .endAll(t.server().commands().waitingFor(Set.of(START, RESTART)), new Ending.Superseded(id));
        return nothingToDo ? wanted.end(id, new Ending.Succeeded(false)) : toRest(wanted.await(id, STOP), now);
    }

    private static Transition remove(Transition t, String id, Instant now) {
        Transition wanted = t.with(s -> s.withDesired(DesiredState.REMOVED))
                .endAll(t.server().commands().waitingFor(Set.of(START, RESTART)), new Ending.Superseded(id))
                .await(id, Goal.REMOVE);
        return toRest(wanted, now);
    }

    private static Transition toRest(Transition t, Instant now) {
        return switch (t.server().state()) {
            case Starting _, Running _ -> Steps.stop(t, new AfterStop.Rest(), now);
            case Stopping s -> t.to(s.then(new AfterStop.Rest()));
            case Stopped _, BackingOff _, Failed _ -> Steps.rest(t, null, now);
            case Removed _ -> t;
        };
    }
}
