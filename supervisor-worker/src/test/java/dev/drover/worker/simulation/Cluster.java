package dev.drover.worker.simulation;

import dev.drover.schemas.Sharding;
import dev.drover.worker.lease.LeaseRules;
import dev.drover.worker.lifecycle.Definition;
import dev.drover.worker.lifecycle.Endpoint;
import dev.drover.worker.lifecycle.Input;
import dev.drover.worker.lifecycle.RestartPolicy;
import dev.drover.worker.supervision.Received;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** Some workers, the brokers, and whoever sends commands and makes trouble. */
final class Cluster {
    static final LeaseRules RULES = new LeaseRules(Duration.ofSeconds(6), Duration.ofSeconds(1));
    static final List<Integer> SHARDS = List.of(0, 1);
    private static final int WORKERS = 3;
    private static final Duration TROUBLE = Duration.ofSeconds(40);
    private static final Duration PEACE = Duration.ofSeconds(50);

    final Time time;
    final Witness witness;
    final Mutant mutant;
    final Group group;
    final Map<Integer, Broker> logs = new LinkedHashMap<>();
    private final Map<String, SimWorker> workers = new TreeMap<>();
    private final Map<Long, Boolean> desired = new TreeMap<>();
    private final List<String> accepted = new ArrayList<>();
    private final Trouble trouble;
    private boolean isPeaceful;
    private long awayUntil;
    private long numbers;
    private int incarnations;

    Cluster(long seed, Mutant mutant) {
        this.mutant = mutant;
        time = new Time(seed);
        witness = new Witness(time);
        group = new Group(time, this);
        SHARDS.forEach(shard -> logs.put(shard, new Broker(witness, mutant)));
        trouble = new Trouble(this);
    }

    /** Trouble for a while, then peace, in which all must become well. */
    List<String> run() {
        for (int i = 1; i <= WORKERS; i++) {
            start("w-" + i, false);
        }
        for (int shard : SHARDS) {
            serversOf(shard).forEach(this::define);
        }
        beat();
        time.after(Duration.ofSeconds(1), trouble::make);
        time.runUntil(TROUBLE.toNanos());
        isPeaceful = true;
        awayUntil = 0;
        time.runUntil(TROUBLE.plus(PEACE).toNanos());
        checkThatAllIsWell();
        return witness.violations();
    }

    private static List<Long> serversOf(int shard) {
        return LongStream.range(1, 100_000)
                .filter(id -> Sharding.shardOf(id) == shard)
                .limit(2)
                .boxed()
                .toList();
    }

    private void beat() {
        if (!isAway()) {
            group.tick();
        }
        time.after(Duration.ofMillis(500), this::beat);
    }

    private void start(String id, boolean leftNothing) {
        incarnations++;
        SimWorker worker = new SimWorker(this, id, id + "." + incarnations);
        workers.put(id, worker);
        worker.boot(leftNothing);
    }

    /** Its launcher starts it again. */
    void died(SimWorker worker) {
        Duration pause = time.chance(0.7) ? time.between(100, 2000) : time.between(2000, 12_000);
        time.after(pause, () -> start(worker.id, !worker.hasProcesses()));
    }

    List<SimWorker> living() {
        return workers.values().stream().filter(SimWorker::isAlive).toList();
    }

    List<Long> servers() {
        return List.copyOf(desired.keySet());
    }

    private void define(long serverId) {
        Definition definition = new Definition(
                1,
                "files",
                new Endpoint.Stdio("server", List.of(), Map.of()),
                RestartPolicy.ALWAYS,
                Duration.ofSeconds(20),
                Duration.ofSeconds(30));
        send(serverId, new Input.Define(commandId(), definition));
        send(serverId, new Input.Start(commandId()));
        desired.put(serverId, true);
    }

    String commandId() {
        return "c" + nextNumber();
    }

    void send(long serverId, Input.Order order) {
        accepted.add(order.commandId());
        witness.note("command " + order.getClass().getSimpleName() + " " + order.commandId() + " for " + serverId);
        Objects.requireNonNull(logs.get(Sharding.shardOf(serverId)))
                .commands
                .add(new Received.Ordered(serverId, 1, order));
        desired.put(serverId, !(order instanceof Input.Stop));
    }

    void goAway(Duration duration) {
        witness.note("brokers are away for " + duration);
        awayUntil = Math.max(awayUntil, time.now() + duration.toNanos());
        time.at(awayUntil, group::forgetEverybody);
    }

    boolean isAway() {
        return time.now() < awayUntil;
    }

    boolean isPeaceful() {
        return isPeaceful;
    }

    double faults(double probability) {
        return isPeaceful ? 0 : probability;
    }

    /** How probable it is that a supervisor has no time just now. */
    double busy() {
        return mutant == Mutant.NONE ? 0.2 : 0.6;
    }

    /** Mostly short; now and then long enough for the world to change: oftener where that is to find something. */
    Duration latency() {
        double late = mutant == Mutant.NONE ? 0.02 : 0.1;
        return time.chance(faults(late)) ? time.between(100, 3000) : time.between(1, 5);
    }

    long nextNumber() {
        numbers++;
        return numbers;
    }

    private void checkThatAllIsWell() {
        desired.forEach((serverId, shouldRun) -> {
            if (witness.running(serverId) != (shouldRun ? 1 : 0)) {
                witness.violation("server %d should %s and has %d processes"
                        .formatted(serverId, shouldRun ? "run" : "be stopped", witness.running(serverId)));
            }
        });
        accepted.stream()
                .filter(id -> !witness.hasEnded(id))
                .forEach(id -> witness.violation("command " + id + " never ended"));
    }
}
