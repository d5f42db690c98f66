package dev.drover.worker.supervision;

import dev.drover.worker.lifecycle.BackOff;
import dev.drover.worker.lifecycle.Effect;
import dev.drover.worker.lifecycle.Ending;
import dev.drover.worker.lifecycle.Input;
import dev.drover.worker.lifecycle.Server;
import dev.drover.worker.lifecycle.ServerEvent;
import dev.drover.worker.lifecycle.ServerLifecycle;
import dev.drover.worker.lifecycle.ServerState;
import dev.drover.worker.lifecycle.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The servers of a shard that this worker owns. Used by the supervisor's thread only. */
final class Shard {
    private static final Logger log = LoggerFactory.getLogger(Shard.class);

    private final int number;
    private final long claim;
    private final Commits commits;
    private final Runs runs;
    private final BackOff backOff;
    private final Map<Long, Managed> servers = new HashMap<>();
    private long nextOffset;
    private boolean isLeaving;
    private final List<CompletableFuture<Void>> unhandled = new ArrayList<>();
    private @Nullable Runnable onRest;

    Shard(int number, long claim, Commits commits, Runs runs, BackOff backOff, long nextOffset) {
        this.number = number;
        this.claim = claim;
        this.commits = commits;
        this.runs = runs;
        this.backOff = backOff;
        this.nextOffset = nextOffset;
    }

    /** Of the commands that are meant for it. */
    long claim() {
        return claim;
    }

    Commits commits() {
        return commits;
    }

    /** Completes when the step is committed, or will never be. */
    void handling(CompletableFuture<Void> handled, StepBuilder step) {
        unhandled.add(handled);
        step.sometime(() -> {
            handled.complete(null);
            unhandled.removeIf(CompletableFuture::isDone);
        });
    }

    /** Whether the command at this offset is still to be handled; if so, it counts as handled from now on. */
    boolean advance(long offset) {
        if (offset < nextOffset) {
            return false;
        }
        nextOffset = offset + 1;
        return true;
    }

    long nextOffset() {
        return nextOffset;
    }

    Optional<Managed> find(long serverId) {
        return Optional.ofNullable(servers.get(serverId));
    }

    List<Managed> all() {
        return new ArrayList<>(servers.values());
    }

    void put(Managed managed) {
        servers.put(managed.server().id(), managed);
    }

    /** Applies an input to a server of this shard. A bug in it fails that server's input alone. */
    void apply(Managed managed, Input input, Instant now, StepBuilder step) {
        Server before = managed.server();
        try {
            Transition transition = ServerLifecycle.on(before, input, now, backOff);
            Server after = transition.server();
            keep(managed, after, step);
            transition.effects().forEach(effect -> take(effect, after, step));
            logTransition(before, after, input);
        } catch (RuntimeException e) {
            log.error("Shard {}: server {} could not take {}", number, before.id(), name(input), e);
            if (input instanceof Input.Order order) {
                Ending ending = new Ending.Failed("INTERNAL_ERROR", "The worker failed: see its log.");
                step.happened(Change.Happened.to(before, new ServerEvent.CommandEnded(ending), order.commandId()));
            }
        }
    }

    private void keep(Managed managed, Server after, StepBuilder step) {
        Server before = managed.server();
        if (after.equals(before)) {
            return;
        }
        Managed next = managed.with(after);
        put(next);
        if (isNewDefinition(before, after)) {
            step.defined(after);
        }
        if (differsInTheLog(before, after)) {
            step.ran(next);
        }
        if (after.state() instanceof ServerState.Removed) {
            step.effect(() -> runs.forget(after.id()));
        }
    }

    private static boolean isNewDefinition(Server before, Server after) {
        boolean isFirst = before.run() == 0 && before.commands().entries().isEmpty();
        return isFirst || !after.definition().equals(before.definition());
    }

    /** A deadline that moved is not worth a record. */
    private static boolean differsInTheLog(Server before, Server after) {
        return before.desired() != after.desired()
                || before.run() != after.run()
                || before.history().restarts() != after.history().restarts()
                || !before.state().getClass().equals(after.state().getClass())
                || !before.commands().equals(after.commands())
                || !before.catalogues().equals(after.catalogues());
    }

    private void take(Effect effect, Server server, StepBuilder step) {
        switch (effect) {
            case Effect.Publish(ServerEvent event, String commandId) -> {
                step.happened(Change.Happened.to(server, event, commandId));
                if (event instanceof ServerEvent.Removed) {
                    step.effect(() -> runs.discard(server.id()));
                }
            }
            case Effect.Forget() -> {
                servers.remove(server.id());
                step.forgotten(server.id());
            }
            case Effect.Spawn spawn -> step.effect(() -> runs.spawn(server, spawn.run()));
            case Effect.Handshake handshake -> step.effect(() -> runs.handshake(server.id(), handshake.run()));
            case Effect.CloseStdin close -> step.effect(() -> runs.closeStdin(server.id(), close.run()));
            case Effect.Terminate terminate -> step.effect(() -> runs.terminate(server.id(), terminate.run()));
            case Effect.Kill kill -> step.effect(() -> runs.kill(server.id(), kill.run()));
            case Effect.Ping ping -> step.effect(() -> runs.ping(server.id(), ping.run()));
            case Effect.ListCatalogue list ->
                step.effect(() -> runs.listCatalogue(server.id(), list.run(), list.kind()));
            case Effect.Debug debug -> step.effect(() -> runs.debug(server.id(), debug.run(), debug.enabled()));
        }
    }

    /** Answers a command about a server that is not known, or that must not be carried out. */
    void reject(Received.Refused refused, StepBuilder step) {
        ServerEvent event = new ServerEvent.CommandEnded(new Ending.Rejected(refused.code(), refused.message()));
        step.happened(new Change.Happened(refused.serverId(), refused.appId(), null, null, event, refused.commandId()));
    }

    /** Calls back, once, when no server of the shard has a live run. From now on it takes no more commands. */
    void leave(Runnable action) {
        onRest = action;
        isLeaving = true;
        checkRest();
    }

    boolean isLeaving() {
        return isLeaving;
    }

    /** Another worker may own it: what runs is killed at once, and nothing is written. */
    void lost(Instant now) {
        StepBuilder step = new StepBuilder();
        all().forEach(managed -> apply(managed, new Input.Lost(), now, step));
        commits.abandon(step);
        unhandled.forEach(handled -> handled.complete(null));
        forgetAll();
    }

    private void forgetAll() {
        servers.keySet().forEach(runs::forget);
    }

    void checkRest() {
        Runnable action = onRest;
        if (action != null
                && !runs.hasAnyOf(number)
                && servers.values().stream()
                        .allMatch(m -> m.server().state().liveRun().isEmpty())) {
            onRest = null;
            forgetAll();
            action.run();
        }
    }

    private static void logTransition(Server before, Server after, Input input) {
        if (!before.state().getClass().equals(after.state().getClass())) {
            log.info(
                    "app {} server {} ({}) run {}: {} -> {} on {}",
                    after.appId(),
                    after.id(),
                    after.definition().name(),
                    after.run(),
                    name(before.state()),
                    name(after.state()),
                    name(input));
        }
    }

    private static String name(Object value) {
        return value.getClass().getSimpleName();
    }
}
