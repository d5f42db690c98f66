package dev.drover.worker.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** A small model of the operating system around one server, and the rules that a lifecycle must keep in it. */
final class World {
    private final Random random;
    private final TreeMap<Long, Boolean> processes = new TreeMap<>();
    private final Set<String> unended = new HashSet<>();
    private final Set<String> ended = new HashSet<>();
    private final Set<String> met;
    private Server server;
    private Instant now = Story.BEGIN;
    private int commands;
    private long generation = 1;

    World(long seed, Set<String> met) {
        this.random = new Random(seed);
        this.met = met;
        RestartPolicy restart = anyPolicy();
        Definition definition = Story.definition(1, restart);
        this.server = Server.defined(7, 1, definition);
        order(new Input.Define(nextId(), definition));
    }

    Server server() {
        return server;
    }

    Set<String> unended() {
        return unended;
    }

    private RestartPolicy anyPolicy() {
        return switch (random.nextInt(3)) {
            case 0 -> RestartPolicy.ALWAYS;
            case 1 -> RestartPolicy.NEVER;
            default -> RestartPolicy.ON_FAILURE;
        };
    }

    private String nextId() {
        return "c" + commands++;
    }

    /** Anything that may happen now. */
    void happen() {
        switch (random.nextInt(13)) {
            case 0 -> order(new Input.Start(nextId()));
            case 1 -> order(new Input.Stop(nextId()));
            case 2 -> order(new Input.Restart(nextId()));
            case 3 -> define();
            case 4 -> changeOwner();
            case 5 -> repeat();
            case 6 -> lateNews();
            case 7 -> pass(Duration.ofSeconds(random.nextInt(90)));
            case 8 -> removeRarely();
            case 9 -> order(new Input.SetDebug(nextId(), random.nextBoolean()));
            default -> observe();
        }
    }

    private void define() {
        long next = generation + random.nextInt(2);
        generation = Math.max(generation, next);
        order(new Input.Define(nextId(), Story.definition(next, anyPolicy())));
    }

    private void removeRarely() {
        if (random.nextInt(20) == 0) {
            order(new Input.Remove(nextId()));
        }
    }

    private void repeat() {
        if (!ended.isEmpty()) {
            String id = "c" + (commands - 1);
            on(new Input.Start(id), ended.contains(id) ? id : "");
        }
    }

    /** The process of the present run does something. */
    private void observe() {
        long run = server.state().liveRun().orElse(-1);
        if (run < 0) {
            pass(Duration.ofSeconds(1));
        } else if (!isSpawned(run) && random.nextInt(4) == 0) {
            notSpawned(run, random.nextInt(9) == 0 ? ErrorCode.COMMAND_NOT_FOUND : ErrorCode.RESOURCE_LIMIT);
        } else if (!isSpawned(run)) {
            spawned(run);
        } else {
            spoken(run);
        }
    }

    private boolean isSpawned(long run) {
        return processes.getOrDefault(run, false);
    }

    private void spawned(long run) {
        processes.put(run, true);
        on(new Input.Spawned(run, 1L));
    }

    private void notSpawned(long run, ErrorCode code) {
        processes.remove(run);
        on(new Input.NotSpawned(run, code, "x"));
    }

    private void spoken(long run) {
        switch (random.nextInt(7)) {
            case 0, 1 -> on(new Input.Ready(run, Story.INFO, Duration.ZERO, Duration.ZERO));
            case 2 -> on(new Input.HandshakeFailed(run, ErrorCode.HANDSHAKE_FAILED, "x"));
            case 3 -> on(new Input.Unresponsive(run, "x"));
            case 4 -> on(new Input.ListChanged(run, CatalogueKind.TOOLS));
            case 5 ->
                on(new Input.Listed(
                        run, new Catalogue(CatalogueKind.TOOLS, "d" + random.nextInt(3), List.of(), List.of(), "[]")));
            default -> exit(run);
        }
    }

    private void exit(long run) {
        processes.remove(run);
        on(new Input.Exited(
                run, random.nextBoolean() ? Exit.code(random.nextInt(2)) : Exit.signal(9), List.of(), null));
    }

    private void lateNews() {
        if (server.run() > 1) {
            Server before = server;
            on(new Input.Exited(server.run() - 1, Exit.code(1), List.of(), null));
            check(server.equals(before), "late news was taken");
        }
    }

    /** Another owner takes over: at once, or after a hand-over in good order. */
    private void changeOwner() {
        if (random.nextBoolean()) {
            on(new Input.Revoked());
            settle();
        } else {
            on(new Input.Lost());
        }
        boolean wasLive =
                !(server.state() instanceof ServerState.Stopped || server.state() instanceof ServerState.Failed);
        boolean isKept = server.state() instanceof ServerState.Failed || server.state() instanceof ServerState.Removed;
        processes.clear();
        server = isKept ? server : server.withState(new ServerState.Stopped());
        on(new Input.Adopted(wasLive));
    }

    /** What is being stopped ends in the end: stubborn processes when they are killed. */
    void settle() {
        for (int i = 0; i < 8 && server.state() instanceof ServerState.Stopping stopping; i++) {
            if (!isSpawned(stopping.run())) {
                notSpawned(stopping.run(), ErrorCode.EXITED_EARLY);
            } else if (stopping.step() == StopStep.KILLED || random.nextInt(3) == 0) {
                exit(stopping.run());
            } else {
                pass(Duration.ofSeconds(2));
            }
        }
    }

    /** Every run becomes ready from now on, or none. */
    void go(boolean cooperates) {
        for (int i = 0; i < 60 && !atGoal(); i++) {
            settle();
            long run = server.state().liveRun().orElse(-1);
            if (server.state() instanceof ServerState.BackingOff backing) {
                pass(Duration.between(now, backing.deadline()));
            } else if (server.state() instanceof ServerState.Starting && cooperates) {
                spawned(run);
                on(new Input.Ready(run, Story.INFO, Duration.ZERO, Duration.ZERO));
            } else if (server.state() instanceof ServerState.Starting) {
                exit(run);
            }
        }
    }

    private boolean atGoal() {
        return server.state() instanceof ServerState.Running || server.state() instanceof ServerState.Failed;
    }

    void pass(Duration time) {
        now = now.plus(time);
        on(new Input.Tick());
    }

    String order(Input.Order order) {
        unended.add(order.commandId());
        on(order);
        return order.commandId();
    }

    String start() {
        return order(new Input.Start(nextId()));
    }

    String stop() {
        return order(new Input.Stop(nextId()));
    }

    private void on(Input input) {
        on(input, "");
    }

    private void on(Input input, String repeated) {
        met.add(name(server.state()) + " " + name(input));
        Server before = server;
        Transition transition = ServerLifecycle.on(before, input, now, BackOff.DEFAULT);
        server = transition.server();
        List<ServerEvent> events = new ArrayList<>();
        transition.effects().forEach(effect -> take(effect, events, repeated));
        check(server.run() >= before.run(), "run numbers only grow");
        boolean isOther = !before.state().getClass().equals(server.state().getClass());
        check(!isOther || !events.isEmpty() || input instanceof Input.Lost, "a changed status is published");
        checkDeadline();
        check(unended.containsAll(waiting()) && waiting().containsAll(unended), "commands that wait are known to wait");
    }

    private Set<String> waiting() {
        return new HashSet<>(server.commands().waitingFor(Set.of(Goal.values())));
    }

    private void checkDeadline() {
        boolean mustGoOn = switch (server.state()) {
            case ServerState.Starting s -> s.pid() != null;
            case ServerState.Running _, ServerState.Stopping _, ServerState.BackingOff _, ServerState.Removed _ -> true;
            case ServerState.Stopped _, ServerState.Failed _ -> false;
        };
        check(!mustGoOn || server.state().deadline() != null, "what must go on has a deadline");
    }

    private void take(Effect effect, List<ServerEvent> events, String repeated) {
        switch (effect) {
            case Effect.Publish(ServerEvent.CommandEnded _, String id) ->
                check(repeated.equals(id) || endsNow(String.valueOf(id)), id + " ended twice");
            case Effect.Publish(ServerEvent event, String _) -> events.add(event);
            case Effect.Spawn(long run) -> {
                check(processes.isEmpty(), "at most one live process");
                present(run);
                processes.put(run, false);
            }
            case Effect.Handshake(long run) -> present(run);
            case Effect.CloseStdin(long run) -> present(run);
            case Effect.Terminate(long run) -> present(run);
            case Effect.Kill(long run) -> present(run);
            case Effect.Ping(long run) -> present(run);
            case Effect.ListCatalogue(long run, CatalogueKind _) -> present(run);
            case Effect.Debug(long run, boolean _) -> present(run);
            case Effect.Forget() ->
                check(server.state() instanceof ServerState.Removed, "only what was removed is forgotten");
        }
    }

    private boolean endsNow(String commandId) {
        return unended.remove(commandId) && ended.add(commandId);
    }

    private void present(long run) {
        check(run == server.run() && server.state().liveRun().isPresent(), "an effect is about the present run");
    }

    private void check(boolean holds, String rule) {
        if (!holds) {
            throw new AssertionError(rule + ", but: " + server);
        }
    }

    static String name(Object value) {
        return value.getClass().getSimpleName();
    }
}
