package dev.drover.faults.fault;

import static dev.drover.faults.fault.Scene.await;
import static dev.drover.faults.fault.Scene.pause;
import static dev.drover.faults.fault.Scene.seconds;

import dev.drover.faults.audit.Ban;
import dev.drover.faults.evidence.BootClock;
import dev.drover.faults.evidence.StatusRow;
import dev.drover.faults.fault.Fault.Target;
import dev.drover.faults.load.Managed;
import dev.drover.faults.load.Managed.Role;
import dev.drover.faults.stack.Stack;
import dev.drover.faults.stack.Tool;
import dev.drover.faults.stack.WorkerNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;

/** Workers that die, stand still, come and go. */
final class WorkerFaults {

    private static final String GROUP = "mcp-supervisors";

    private WorkerFaults() {}

    static List<Fault> all() {
        return List.of(
                Fault.of("worker-kill", Target.WORKERS, WorkerFaults::kill),
                Fault.of("worker-gone", Target.WORKERS, WorkerFaults::killForLong),
                Fault.of("workers-kill", Target.WORKERS, WorkerFaults::killAll),
                Fault.of("stubborn-kill", Target.WORKERS, WorkerFaults::killUnderTheStubborn),
                Fault.of("worker-roll", Target.WORKERS, WorkerFaults::roll),
                Fault.of("pause-short", Target.WORKERS, (scene, random) -> freeze(scene, random, 0.5, 3)),
                Fault.of("pause-edge", Target.WORKERS, (scene, random) -> freeze(scene, random, 4.5, 7.5)),
                Fault.of("pause-long", Target.WORKERS, (scene, random) -> freeze(scene, random, 8, 13)),
                Fault.of("warden-kill", Target.WORKERS, WorkerFaults::killWarden),
                Fault.of("expelled", Target.WORKERS, WorkerFaults::expel),
                Fault.of("revoke-hangs", Target.WORKERS, WorkerFaults::revokeTheStubborn),
                Fault.of("worker-storm", Target.WORKERS, WorkerFaults::storm));
    }

    private static void kill(Scene scene, Random random) throws IOException {
        WorkerNode worker = scene.anyWorker(random);
        scene.note(worker.id());
        scene.kill(worker);
    }

    /** Longer than the session: others take its shards, and give them back. */
    private static void killForLong(Scene scene, Random random) throws IOException, InterruptedException {
        WorkerNode worker = scene.anyWorker(random);
        Duration away = seconds(random, 5, 11);
        scene.note(worker.id() + " for " + away.toMillis() + " ms");
        scene.killAndHold(worker);
        pause(away);
        worker.process().start();
    }

    private static void killAll(Scene scene, Random random) throws IOException, InterruptedException {
        for (WorkerNode worker : scene.stack().usualWorkers()) {
            scene.kill(worker);
            pause(seconds(random, 0, 1));
        }
    }

    /** The worker of a server that has just been started, and that does not end by itself when its worker is gone. */
    private static void killUnderTheStubborn(Scene scene, Random random) throws Exception {
        List<Managed> made = scene.fleet().make(Role.STUBBORN, 1);
        try {
            if (!await(() -> ownerOf(scene, made.getFirst()).isPresent())) {
                scene.violated("fault", made + " never ran");
                return;
            }
            WorkerNode worker = ownerOf(scene, made.getFirst()).orElseThrow();
            scene.note(worker.id());
            scene.kill(worker);
            pause(seconds(random, 0.3, 1));
        } finally {
            scene.fleet().remove(made);
        }
    }

    /** The worker that runs it. */
    private static Optional<WorkerNode> ownerOf(Scene scene, Managed server) {
        try {
            StatusRow view = scene.fleet().views().get(server.id());
            String owner = view == null || !view.status().equals("running") ? null : view.worker();
            return scene.stack().allWorkers().stream()
                    .filter(worker -> worker.id().equals(owner))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void roll(Scene scene, Random random) throws InterruptedException {
        for (WorkerNode worker : scene.stack().usualWorkers()) {
            worker.process().stop(Stack.DRAIN);
            pause(seconds(random, 0, 0.5));
            worker.process().start();
            worker.process().awaitReady();
        }
    }

    /** If it is longer than the lease, no process of that life is alive at the lease's end: the warden has seen to it. */
    private static void freeze(Scene scene, Random random, double shortest, double longest)
            throws IOException, InterruptedException {
        WorkerNode worker = scene.anyWorker(random);
        Duration still = seconds(random, shortest, longest);
        scene.note(worker.id() + " for " + still.toMillis() + " ms");
        String incarnation = worker.incarnation();
        long pid = worker.process().pid();
        Tool.signal("STOP", pid);
        long since = BootClock.now();
        pause(still);
        try {
            Tool.signal("CONT", pid);
        } catch (IOException e) {
            // The warden has ended it.
        }
        long leaseEnd = since + BootClock.centis(Stack.LEASE);
        if (BootClock.now() > leaseEnd) {
            scene.ban(
                    new Ban(worker.id(), incarnation, leaseEnd, Long.MAX_VALUE, "its frozen worker's lease was over"));
        }
    }

    private static void killWarden(Scene scene, Random random) throws IOException {
        WorkerNode worker = scene.anyWorker(random);
        scene.note(worker.id());
        Tool.run(List.of(
                "pkill", "-KILL", "-f", "-P", Long.toString(worker.process().pid()), "warden.sh watch"));
    }

    private static void expel(Scene scene, Random random) throws Exception {
        WorkerNode worker = scene.anyWorker(random);
        scene.note(worker.id());
        try (Admin admin = scene.stack().brokers().admin()) {
            var member = new RemoveMembersFromConsumerGroupOptions(List.of(new MemberToRemove(worker.id())));
            admin.removeMembersFromConsumerGroup(GROUP, member).all().get(10, TimeUnit.SECONDS);
        }
    }

    /** A worker with a server that will not die must hand it over. */
    private static void revokeTheStubborn(Scene scene, Random random) throws Exception {
        Set<String> owners = scene.fleet().ownersOf(Role.STUBBORN);
        for (WorkerNode worker : scene.stack().usualWorkers()) {
            if (owners.contains(worker.id())) {
                scene.note(worker.id());
                worker.process().stop(Stack.DRAIN);
                pause(seconds(random, 0, 2));
                worker.process().start();
                return;
            }
        }
    }

    /** From three to one, four, two, three; those that go, go in order or not. */
    private static void storm(Scene scene, Random random) throws Exception {
        List<WorkerNode> usual = scene.stack().usualWorkers();
        WorkerNode further = scene.stack().furtherWorker();
        leave(scene, usual.get(1), random);
        leave(scene, usual.get(2), random);
        pause(seconds(random, 0, 3));
        usual.get(1).process().start();
        usual.get(2).process().start();
        further.process().start();
        further.process().awaitReady();
        pause(seconds(random, 0, 2));
        leave(scene, usual.get(0), random);
        leave(scene, further, random);
        pause(seconds(random, 0, 3));
        usual.get(0).process().start();
    }

    private static void leave(Scene scene, WorkerNode worker, Random random) throws IOException {
        if (random.nextBoolean()) {
            scene.note(worker.id() + " is killed");
            scene.killAndHold(worker);
        } else {
            scene.note(worker.id() + " leaves");
            worker.process().stop(Stack.DRAIN);
        }
    }
}
