package dev.drover.faults.fault;

import static dev.drover.faults.fault.Scene.any;
import static dev.drover.faults.fault.Scene.pause;
import static dev.drover.faults.fault.Scene.seconds;

import dev.drover.faults.fault.Fault.Target;
import dev.drover.faults.stack.Broker;
import dev.drover.faults.stack.Brokers;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Brokers that die, one or all, and that are restarted in order. */
final class BrokerFaults {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private BrokerFaults() {}

    static List<Fault> all() {
        return List.of(
                Fault.of("broker-kill", Target.BROKERS, BrokerFaults::killOne).unfelt(),
                Fault.of("controller-kill", Target.BROKERS, BrokerFaults::killController),
                Fault.of("brokers-kill", Target.BROKERS, BrokerFaults::killAll),
                Fault.of("broker-roll", Target.BROKERS, BrokerFaults::roll).unfelt());
    }

    /** Not the one that the others must replace as their controller first. */
    private static void killOne(Scene scene, Random random) throws Exception {
        Broker controller = scene.stack().brokers().controller();
        List<Broker> others = scene.stack().brokers().all().stream()
                .filter(broker -> !broker.equals(controller))
                .toList();
        killForAWhile(scene, any(others, random), random);
    }

    /** The brokers may need longer to recover than a lease leaves them. */
    private static void killController(Scene scene, Random random) throws Exception {
        killForAWhile(scene, scene.stack().brokers().controller(), random);
    }

    private static void killForAWhile(Scene scene, Broker broker, Random random) throws InterruptedException {
        Duration away = seconds(random, 0.5, 8);
        scene.note(broker.node().name() + " for " + away.toMillis() + " ms");
        broker.process().killAndHold();
        pause(away);
        broker.process().start();
        scene.stack().brokers().awaitAll();
    }

    /** There is none left, as if there had been one only. */
    private static void killAll(Scene scene, Random random) throws InterruptedException {
        Brokers brokers = scene.stack().brokers();
        Duration away = seconds(random, 0, 4);
        scene.note("for " + away.toMillis() + " ms");
        brokers.all().forEach(broker -> broker.process().killAndHold());
        pause(away);
        brokers.start();
    }

    private static void roll(Scene scene, Random random) throws InterruptedException {
        Brokers brokers = scene.stack().brokers();
        for (Broker broker : brokers.all()) {
            broker.process().stop(PATIENCE);
            pause(seconds(random, 0, 1));
            broker.process().start();
            brokers.awaitAtRest();
        }
    }
}
