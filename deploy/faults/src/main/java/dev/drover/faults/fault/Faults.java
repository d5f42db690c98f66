package dev.drover.faults.fault;

import static dev.drover.faults.fault.Scene.any;
import static dev.drover.faults.fault.Scene.pause;
import static dev.drover.faults.fault.Scene.seconds;

import dev.drover.faults.fault.Fault.Target;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** All faults there are. */
public final class Faults {

    private static final int MIXES = 3;

    private Faults() {}

    /** One at a time, and mixed. */
    public static List<Fault> all() {
        Stream<Fault> mixes = Stream.iterate(1, number -> number + 1)
                .limit(MIXES)
                .map(number -> Fault.of("mix-" + number, Target.SEVERAL, Faults::mix));
        return Stream.concat(single().stream(), mixes).toList();
    }

    /** @throws IllegalArgumentException if there is none */
    public static Fault named(String name) {
        return all().stream()
                .filter(fault -> fault.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no fault " + name));
    }

    /** The short form: what is most likely to find something, in an order that wastes no time. */
    public static List<String> few() {
        return List.of(
                "worker-kill",
                "duplicates",
                "pause-long",
                "poison",
                "cut-both",
                "broker-kill",
                "crash-after-claim-committed",
                "api-kill");
    }

    private static List<Fault> single() {
        return Stream.of(
                        WorkerFaults.all(),
                        NetworkFaults.all(),
                        BrokerFaults.all(),
                        ServiceFaults.all(),
                        FailPointFaults.all(),
                        CommandFaults.all())
                .flatMap(List::stream)
                .toList();
    }

    /** What strikes a worker, and something else a little later. */
    private static void mix(Scene scene, Random random) throws Exception {
        Fault first = any(mixable(scene, true), random);
        Fault second = any(mixable(scene, false), random);
        scene.note(first.name() + " and " + second.name());
        Random ofSecond = new Random(random.nextLong());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var _ = threads.submit(() -> {
                pause(seconds(ofSecond, 0, 3));
                tryIt(second, scene, ofSecond);
                return null;
            });
            tryIt(first, scene, random);
        }
    }

    /** How soon a shard goes on behind poison is nothing to judge while it may have no owner. */
    private static List<Fault> mixable(Scene scene, boolean ofWorkers) {
        return single().stream()
                .filter(fault -> isPossible(fault, scene))
                .filter(fault -> (fault.target() == Target.WORKERS) == ofWorkers)
                .filter(fault -> !fault.name().equals("poison"))
                .toList();
    }

    /** One may be in the other's way: without brokers, say, nobody can be expelled from a group. */
    private static void tryIt(Fault fault, Scene scene, Random random) throws InterruptedException {
        try {
            fault.strike().on(scene, random);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            scene.note(fault.name() + " came to nothing: " + e);
        }
    }

    /** Whether the stack has what it needs. */
    public static boolean isPossible(Fault fault, Scene scene) {
        return switch (fault.need()) {
            case NOTHING -> true;
            case NETWORK -> scene.stack().network().isDivided();
            case FAIL_POINTS -> scene.stack().hasFailPoints();
        };
    }
}
