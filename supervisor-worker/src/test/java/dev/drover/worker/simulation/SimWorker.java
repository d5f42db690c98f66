package dev.drover.worker.simulation;

import dev.drover.worker.lease.LastRecord.Kind;
import dev.drover.worker.lease.LeaseInput;
import dev.drover.worker.lease.Phase;
import dev.drover.worker.lifecycle.BackOff;
import dev.drover.worker.lifecycle.Endpoint;
import dev.drover.worker.lifecycle.ErrorCode;
import dev.drover.worker.lifecycle.RunId;
import dev.drover.worker.supervision.Message;
import dev.drover.worker.supervision.ProcessHost;
import dev.drover.worker.supervision.ServerLimit;
import dev.drover.worker.supervision.ServerProcess;
import dev.drover.worker.supervision.SpawnFailed;
import dev.drover.worker.supervision.Supervisor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One incarnation of a worker, on a host of its own with a clock of its own. */
final class SimWorker implements ProcessHost {
    private static final Duration TICK = Duration.ofMillis(100);

    final Cluster cluster;
    final String id;
    final String name;
    final SimGuard guard = new SimGuard(this);
    private final Time time;
    private final long clockOffset;
    private final Supervisor supervisor;
    private final Map<Integer, SimShard> shards = new LinkedHashMap<>();
    private final Set<SimProcess> processes = new LinkedHashSet<>();
    private final List<Runnable> backlog = new ArrayList<>();
    private final List<Runnable> unordered = new ArrayList<>();
    private boolean isAlive = true;
    private boolean isLeaving;
    private long frozenUntil;
    private long cutUntil;

    SimWorker(Cluster cluster, String id, String name) {
        this.cluster = cluster;
        this.id = id;
        this.name = name;
        this.time = cluster.time;
        this.clockOffset = time.random.nextLong(1L << 60);
        supervisor = new Supervisor(
                this,
                new NothingElsewhere(),
                (run, process, timeout, listener) -> session(),
                (commandId, serverId, replica, answer) -> {},
                new SimClock(time),
                2,
                1,
                BackOff.DEFAULT);
        cluster.logs.forEach((shard, log) -> shards.put(shard, new SimShard(this, shard, log, Cluster.RULES)));
    }

    boolean isAlive() {
        return isAlive;
    }

    boolean hasProcesses() {
        return !processes.isEmpty();
    }

    boolean isWaiting() {
        return shards.values().stream().anyMatch(shard -> shard.standing().phase() instanceof Phase.Waiting);
    }

    List<SimProcess> processes() {
        return List.copyOf(processes);
    }

    long mono() {
        return time.now() + clockOffset;
    }

    long trueTime(long mono) {
        return mono - clockOffset;
    }

    long nextNumber() {
        return cluster.nextNumber();
    }

    void note(int shard, Phase before, Phase after, LeaseInput input) {
        cluster.witness.note("%s shard %d: %s -> %s on %s".formatted(name, shard, before, after, input));
    }

    /** Says what became of its earlier incarnations, then joins. */
    void boot(boolean leftNothing) {
        if (leftNothing) {
            cluster.logs.values().forEach(log -> call(() -> bury(log), done -> {}, () -> {}));
        }
        later(Duration.ofMillis(200), this::tick);
    }

    private boolean bury(Broker log) {
        Broker.Entry last = log.last();
        if (last == null || !last.worker().equals(id) || last.process().equals(name)) {
            return false;
        }
        boolean counts = last.kind() == Kind.RENEWAL;
        if (counts) {
            log.bury(last.claim());
        }
        return counts;
    }

    private void tick() {
        shards.values().forEach(shard -> shard.take(new LeaseInput.Tick()));
        if (!isCut() && !cluster.isAway() && !isLeaving) {
            if (!cluster.group.hears(this)) {
                shards.values().forEach(SimShard::lost);
                cluster.group.join(this);
            }
            shards.values().forEach(SimShard::poll);
        }
        later(TICK, this::tick);
    }

    void assigned(int shard) {
        shard(shard).assigned();
    }

    void lost(int shard) {
        shard(shard).lost();
    }

    void revoked(int shard, Runnable handedOver) {
        shard(shard).revoked(handedOver);
    }

    private SimShard shard(int number) {
        return java.util.Objects.requireNonNull(shards.get(number));
    }

    /** SIGTERM: hands everything over, leaves, and ends. */
    void drain() {
        isLeaving = true;
        int[] left = {shards.size()};
        for (SimShard shard : shards.values()) {
            shard.revoked(() -> {
                left[0]--;
                if (left[0] == 0 && isAlive) {
                    cluster.group.leave(this);
                    die("its end");
                }
            });
        }
    }

    /** SIGKILL; what it runs is contained and ends with it. */
    void die(String by) {
        if (isAlive) {
            cluster.witness.note(name + " dies by " + by);
            isAlive = false;
            processes().forEach(process -> time.after(time.between(0, 20), () -> process.end(137)));
            cluster.died(this);
        }
    }

    void freeze(Duration duration) {
        cluster.witness.note(name + " is frozen for " + duration);
        frozenUntil = Math.max(frozenUntil, time.now() + duration.toNanos());
        time.at(frozenUntil, this::thaw);
    }

    private void thaw() {
        if (time.now() >= frozenUntil) {
            List<Runnable> ordered = new ArrayList<>(backlog);
            List<Runnable> loose = new ArrayList<>(unordered);
            backlog.clear();
            unordered.clear();
            Collections.shuffle(loose, time.random);
            boolean looseFirst = time.random.nextBoolean();
            (looseFirst ? loose : ordered).forEach(this::tell);
            (looseFirst ? ordered : loose).forEach(this::tell);
        }
    }

    void cut(Duration duration) {
        cluster.witness.note(name + " is cut off for " + duration);
        cutUntil = Math.max(cutUntil, time.now() + duration.toNanos());
    }

    private boolean isCut() {
        return time.now() < cutUntil;
    }

    /** Something happens in this process: now, when it runs again, or never. */
    void tell(Runnable news) {
        if (isAlive && time.now() < frozenUntil) {
            backlog.add(news);
        } else if (isAlive) {
            news.run();
            if (!time.chance(cluster.faults(cluster.busy()))) {
                // Else it is busy, and finds all that has come meanwhile.
                supervisor.step(new SimClock(time).instant());
            }
        }
    }

    /** As {@link #tell}; what is late at a thaw comes in any order. */
    void later(Duration delay, Runnable action) {
        time.after(delay, () -> {
            if (isAlive && time.now() < frozenUntil) {
                unordered.add(action);
            } else {
                tell(action);
            }
        });
    }

    void submit(Message message) {
        supervisor.submit(message);
    }

    /** News of the log, as soon as it can be read. */
    void hear(Runnable news) {
        if (isAlive) {
            time.after(cluster.latency(), () -> {
                if (isCut() || cluster.isAway()) {
                    time.after(Duration.ofMillis(200), () -> hear(news));
                } else {
                    tell(news);
                }
            });
        }
    }

    /** Asks the brokers: the request may be lost, its answer may be lost, both may be late. */
    <T> void call(Supplier<T> request, Consumer<T> answer, Runnable failed) {
        boolean[] settled = {false};
        later(time.between(2000, 4000), () -> {
            if (!settled[0]) {
                settled[0] = true;
                failed.run();
            }
        });
        if (isCut() || time.chance(cluster.faults(0.01))) {
            return;
        }
        time.after(cluster.latency(), () -> {
            if (cluster.isAway()) {
                return;
            }
            T result = request.get();
            if (time.chance(cluster.faults(0.01))) {
                return;
            }
            time.after(cluster.latency(), () -> {
                if (!isCut()) {
                    tell(() -> {
                        if (!settled[0]) {
                            settled[0] = true;
                            answer.accept(result);
                        }
                    });
                }
            });
        });
    }

    private CompletableFuture<dev.drover.worker.supervision.McpSession> session() {
        CompletableFuture<dev.drover.worker.supervision.McpSession> opening = new CompletableFuture<>();
        later(time.between(5, 50), () -> opening.complete(new SimSession()));
        return opening;
    }

    @Override
    public CompletableFuture<ServerProcess> spawn(
            RunId run, long appId, Endpoint.Stdio endpoint, BooleanSupplier mayRun) {
        CompletableFuture<ServerProcess> spawned = new CompletableFuture<>();
        CompletableFuture<Boolean> permit = shard(dev.drover.schemas.Sharding.shardOf(run.serverId())).latest;
        later(time.between(5, 100), () -> {
            var _ = permit.thenRun(() -> later(time.between(0, 3), () -> launch(run, mayRun, spawned)));
        });
        return spawned;
    }

    private void launch(RunId run, BooleanSupplier mayRun, CompletableFuture<ServerProcess> spawned) {
        if (mayRun.getAsBoolean()) {
            later(time.between(0, 3), () -> go(run, spawned));
        } else {
            spawned.completeExceptionally(new SpawnFailed(ErrorCode.EXITED_EARLY, "may not run"));
        }
    }

    private void go(RunId run, CompletableFuture<ServerProcess> spawned) {
        SimProcess process = new SimProcess(this, time, cluster.witness, run.serverId(), run + " of " + name);
        processes.add(process);
        spawned.complete(process);
    }

    void gone(SimProcess process) {
        processes.remove(process);
    }

    @Override
    public void discard(long serverId) {
        // nothing is kept
    }

    @Override
    public List<ServerLimit> limits() {
        return List.of();
    }

    @Override
    public String containment() {
        return "simulated";
    }

    /** Of supervision: true time, as far as it matters there. */
    private static final class SimClock extends Clock {
        private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
        private final Time time;

        SimClock(Time time) {
            this.time = time;
        }

        @Override
        public java.time.ZoneId getZone() {
            return java.time.ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return START.plusNanos(time.now());
        }
    }
}
