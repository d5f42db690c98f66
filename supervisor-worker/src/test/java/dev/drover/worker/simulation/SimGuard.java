package dev.drover.worker.simulation;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The guard of a worker, outside its process: it does not stand still when the worker does. */
final class SimGuard {
    private static final Duration PIPE = Duration.ofMillis(1);

    private final SimWorker worker;
    private final Map<Integer, Long> deadlines = new HashMap<>();

    SimGuard(SimWorker worker) {
        this.worker = worker;
    }

    void extend(int shard, long deadline, Consumer<Boolean> taken) {
        Time time = worker.cluster.time;
        time.after(PIPE, () -> {
            deadlines.put(shard, deadline);
            time.at(worker.trueTime(deadline), () -> check(shard, deadline));
            worker.tell(() -> taken.accept(true));
        });
    }

    void release(int shard) {
        worker.cluster.time.after(PIPE, () -> deadlines.remove(shard));
    }

    private void check(int shard, long deadline) {
        boolean isOver = deadlines.getOrDefault(shard, deadline + 1) == deadline;
        if (isOver && worker.cluster.mutant != Mutant.NO_GUARD) {
            worker.die("its guard");
        }
    }
}
