package dev.drover.faults.fault;

import static dev.drover.faults.fault.Scene.any;
import static dev.drover.faults.fault.Scene.pause;
import static dev.drover.faults.fault.Scene.seconds;

import dev.drover.faults.fault.Fault.Target;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

    /** Two of different kinds, one a little after the other. */
    private static void mix(Scene scene, Random random) throws Exception {
        List<Fault> possible =
                single().stream().filter(fault -> isPossible(fault, scene)).toList();
        Fault first = any(possible, random);
        Fault second = any(
                possible.stream()
                        .filter(fault -> fault.target() != first.target())
                        .toList(),
                random);
        scene.note(first.name() + " and " + second.name());
        Random ofSecond = new Random(random.nextLong());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> other = threads.submit(() -> {
                pause(seconds(ofSecond, 0, 3));
                second.strike().on(scene, ofSecond);
                return null;
            });
            first.strike().on(scene, random);
            try {
                other.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException(second.name() + " could not be struck", e.getCause());
            }
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
