package dev.drover.faults.fault;

import static dev.drover.faults.fault.Scene.pause;
import static dev.drover.faults.fault.Scene.seconds;

import dev.drover.faults.audit.Ban;
import dev.drover.faults.evidence.BootClock;
import dev.drover.faults.fault.Fault.Need;
import dev.drover.faults.fault.Fault.Target;
import dev.drover.faults.stack.Network;
import dev.drover.faults.stack.Node;
import dev.drover.faults.stack.Stack;
import dev.drover.faults.stack.WorkerNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** A worker that is cut off from the brokers: nothing arrives, and nobody is told so. */
final class NetworkFaults {

    private NetworkFaults() {}

    static List<Fault> all() {
        return Stream.of(
                        cut("cut-both", true, true),
                        cut("cut-out", true, false),
                        cut("cut-in", false, true),
                        Fault.of("cut-short", Target.WORKERS, NetworkFaults::cutShortly),
                        Fault.of("cut-flapping", Target.WORKERS, NetworkFaults::flap))
                .map(fault -> fault.needing(Need.NETWORK))
                .toList();
    }

    /** Which packets of a worker are lost. */
    private record Cut(Network network, Node worker, List<Node> brokers, boolean isOut, boolean isIn) {

        void make() throws IOException {
            if (isOut) {
                network.cut(worker, brokers);
            }
            if (isIn) {
                for (Node broker : brokers) {
                    network.cut(broker, List.of(worker));
                }
            }
        }

        void mend() throws IOException {
            if (isOut) {
                network.mend(worker, brokers);
            }
            if (isIn) {
                for (Node broker : brokers) {
                    network.mend(broker, List.of(worker));
                }
            }
        }
    }

    private static Fault cut(String name, boolean isOut, boolean isIn) {
        return Fault.of(name, Target.WORKERS, (scene, random) -> {
            WorkerNode worker = scene.anyWorker(random);
            Duration away = seconds(random, 5, 13);
            scene.note(worker.id() + " for " + away.toMillis() + " ms");
            hold(scene, worker, isOut, isIn, away);
        });
    }

    private static void cutShortly(Scene scene, Random random) throws IOException, InterruptedException {
        WorkerNode worker = scene.anyWorker(random);
        Duration away = seconds(random, 0.5, 4);
        scene.note(worker.id() + " for " + away.toMillis() + " ms");
        hold(scene, worker, true, true, away);
    }

    private static void flap(Scene scene, Random random) throws IOException, InterruptedException {
        WorkerNode worker = scene.anyWorker(random);
        scene.note(worker.id());
        for (int i = 0; i < 6; i++) {
            hold(scene, worker, random.nextBoolean(), true, seconds(random, 0.2, 3));
            pause(seconds(random, 0.1, 1.5));
        }
    }

    /** From the end of the lease on none of its processes lives, whatever the worker believes. */
    private static void hold(Scene scene, WorkerNode worker, boolean isOut, boolean isIn, Duration away)
            throws IOException, InterruptedException {
        Stack stack = scene.stack();
        Cut cut = new Cut(stack.network(), worker.node(), stack.brokers().nodes(), isOut, isIn);
        cut.make();
        long leaseEnd = BootClock.now() + BootClock.centis(Stack.LEASE);
        try {
            pause(away);
        } finally {
            long mended = BootClock.now();
            cut.mend();
            if (mended > leaseEnd) {
                scene.ban(new Ban(
                        worker.id(), null, leaseEnd, mended, "its worker was cut off for longer than the lease"));
            }
        }
    }
}
