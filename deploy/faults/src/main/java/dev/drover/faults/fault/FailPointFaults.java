package dev.drover.faults.fault;

import static dev.drover.faults.fault.Scene.await;
import static dev.drover.faults.fault.Scene.pause;
import static dev.drover.faults.fault.Scene.seconds;

import dev.drover.faults.fault.Fault.Need;
import dev.drover.faults.fault.Fault.Target;
import dev.drover.faults.load.Managed;
import dev.drover.faults.stack.Stack;
import dev.drover.faults.stack.WorkerNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** A worker that fails at a certain step: on the way to a shard, in a commit, in a start, on the way out. */
final class FailPointFaults {

    private static final String CRASH = "crash";

    /** Beyond {@code max.poll.interval.ms}, 30 s. */
    private static final Duration STUCK = Duration.ofSeconds(34);

    /** The load, or its own doing, leads it there. */
    private static final Way NOTHING = (_, _, _) -> {};

    private static final Way SPAWN = (scene, worker, _) -> restartServers(scene, worker);

    private static final Way LEAVE = (_, worker, random) -> leave(worker, random);

    private FailPointFaults() {}

    /** Makes the worker come to the step. */
    private interface Way {
        void lead(Scene scene, WorkerNode worker, Random random) throws Exception;
    }

    static List<Fault> all() {
        return Stream.of(
                        at("claim-begun", CRASH, FailPointFaults::comeBack),
                        at("after-init-transactions", CRASH, FailPointFaults::comeBack),
                        at("after-claim-committed", CRASH, FailPointFaults::comeBack),
                        at("before-commit", CRASH, NOTHING),
                        at("after-commit", CRASH, NOTHING),
                        at("before-spawn", CRASH, SPAWN),
                        at("after-spawn", CRASH, SPAWN),
                        at("before-go", CRASH, SPAWN),
                        at("before-release", CRASH, LEAVE),
                        at("after-release", CRASH, LEAVE),
                        at("before-commit", "throw", NOTHING),
                        at("steps-sent", "throw", NOTHING),
                        at("before-spawn", "throw", SPAWN),
                        at("before-commit", "hang 7000", NOTHING),
                        at("before-go", "hang 7000", SPAWN),
                        at("after-claim-committed", "hang 7000", FailPointFaults::comeBack),
                        at("poll", "hang " + STUCK.toMillis(), NOTHING))
                .map(fault -> fault.needing(Need.FAIL_POINTS))
                .toList();
    }

    private static Fault at(String point, String action, Way way) {
        String name = action.split(" ", -1)[0] + "-" + point;
        return Fault.of(name, Target.WORKERS, (scene, random) -> strike(scene, random, point, action, way));
    }

    private static void strike(Scene scene, Random random, String point, String action, Way way) throws Exception {
        WorkerNode worker = scene.anyWorker(random);
        scene.note(worker.id());
        worker.points().arm(point, action);
        try {
            way.lead(scene, worker, random);
            if (!await(() -> !worker.points().isArmed(point))) {
                scene.violated("fault", worker.id() + " never came to " + point);
            }
        } finally {
            worker.points().disarm(point);
        }
        if (action.startsWith("hang")) {
            pause(Duration.ofMillis(Long.parseLong(action.split(" ", -1)[1])));
        }
        worker.process().start();
    }

    /** It claims its shards when it is back; after a while away, others had them meanwhile. */
    private static void comeBack(Scene scene, WorkerNode worker, Random random) throws Exception {
        if (random.nextBoolean()) {
            scene.kill(worker);
        } else {
            scene.killAndHold(worker);
            pause(seconds(random, 5, 9));
            worker.process().start();
        }
    }

    private static void restartServers(Scene scene, WorkerNode worker)
            throws IOException, ExecutionException, InterruptedException {
        for (Managed server : scene.fleet().steadyOn(worker.id())) {
            String id = UUID.randomUUID().toString();
            scene.topic().publish("restart", server.id(), id).get();
            scene.journal().published(id, server.id(), "restart", 1);
        }
    }

    private static void leave(WorkerNode worker, Random random) throws InterruptedException {
        worker.process().stop(Stack.DRAIN);
        pause(seconds(random, 0, 2));
        worker.process().start();
    }
}
