package dev.drover.faults.measure;

import dev.drover.faults.audit.Outcomes;
import dev.drover.faults.evidence.BootClock;
import dev.drover.faults.stack.Broker;
import dev.drover.faults.stack.Brokers;
import dev.drover.faults.stack.Stack;
import dev.drover.schemas.Sharding;
import dev.drover.schemas.message.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** Brokers that die and are restarted, and what they must not hand on. */
final class BrokerParts {
    private static final int CALLED = 6;

    private BrokerParts() {}

    private interface Strike {
        void on(Brokers brokers) throws InterruptedException;
    }

    /** What calls and servers feel of it, in one run each. */
    private static List<Figure> felt(Bench bench, int runs, String what, Strike strike) throws Exception {
        List<Double> silence = new ArrayList<>();
        List<Double> restarts = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            long since = BootClock.now();
            List<Caller> callers = Caller.of(bench.api(), bench.servers().subList(0, CALLED));
            try {
                Bench.pause(Duration.ofSeconds(1));
                strike.on(bench.stack().brokers());
                Bench.pause(Duration.ofSeconds(3));
            } finally {
                callers.forEach(Caller::close);
            }
            callers.forEach(caller -> silence.add(caller.longest()));
            bench.settle();
            restarts.add(bench.interruptions(since).total());
        }
        return List.of(
                Figure.seconds(what + ": longest time without an answer to calls", silence, Figure.NO_LIMIT),
                Figure.count("… servers restarted", restarts, 0));
    }

    /** One of three. */
    static final class Killed implements Part {
        private int next;

        @Override
        public String name() {
            return "broker-killed";
        }

        @Override
        public List<Figure> measure(Bench bench, int runs) throws Exception {
            return felt(bench, runs, "one of three brokers killed for 8 s", brokers -> {
                Broker broker = brokers.all().get(next++ % brokers.all().size());
                broker.process().killAndHold();
                Bench.pause(Duration.ofSeconds(8));
                broker.process().start();
                brokers.awaitAll();
            });
        }
    }

    /** One after the other. */
    static final class Rolled implements Part {
        @Override
        public String name() {
            return "brokers-rolled";
        }

        @Override
        public List<Figure> measure(Bench bench, int runs) throws Exception {
            return felt(bench, runs, "rolling restart of three brokers", brokers -> {
                for (Broker broker : brokers.all()) {
                    broker.process().stop(Stack.DRAIN);
                    broker.process().start();
                    brokers.awaitAtRest();
                }
            });
        }
    }

    /** All of them, for a minute: so a fifth of the runs. */
    static final class Away implements Part {
        private static final Duration MINUTE = Duration.ofSeconds(60);

        @Override
        public String name() {
            return "kafka-away";
        }

        @Override
        public List<Figure> measure(Bench bench, int runs) throws Exception {
            List<Double> lived = new ArrayList<>();
            List<Double> again = new ArrayList<>();
            for (int run = 0; run < Math.ceilDiv(runs, 5); run++) {
                Brokers brokers = bench.stack().brokers();
                long since = BootClock.now();
                brokers.all().forEach(broker -> broker.process().killAndHold());
                Bench.pause(MINUTE);
                lived.add(bench.sightings(since).stream()
                        .mapToDouble(sighting -> BootClock.seconds(sighting.at() - since))
                        .max()
                        .orElse(0));
                brokers.start();
                Instant back = Instant.now();
                again.add(Collections.max(
                        bench.awaitRunningAgain(bench.servers(), back).values()));
                bench.settle();
            }
            return List.of(
                    Figure.seconds("Kafka down for 60 s: servers live on for", lived, Bench.LEASE),
                    Figure.seconds(
                            "… once the brokers are whole, all servers run again, beyond their own start",
                            again,
                            Figure.NO_LIMIT));
        }
    }

    /** Bytes that nobody can read, in the shard of a server. */
    static final class Poisoned implements Part {
        private static final byte[] JUNK = {1, 2, 3};

        @Override
        public String name() {
            return "poisoned";
        }

        @Override
        public List<Figure> measure(Bench bench, int runs) throws Exception {
            List<Double> took = new ArrayList<>();
            for (int run = 0; run < runs; run++) {
                long server = bench.servers().get(run % bench.servers().size());
                String command = UUID.randomUUID().toString();
                bench.topic().send(Sharding.shardOf(server), server, JUNK).get();
                Instant asked = Instant.now();
                bench.topic().publish("start", server, command).get();
                took.add(Duration.between(asked, outcome(bench, command)).toMillis() / 1000.0);
            }
            return List.of(Figure.seconds("poison command: outcome of the next one of its shard", took, 1));
        }

        private static Instant outcome(Bench bench, String command) throws InterruptedException {
            while (true) {
                for (Event event : bench.events()) {
                    if (command.equals(event.getCommandId())
                            && Outcomes.of(List.of(event)).containsKey(command)) {
                        return event.getOccurredAt();
                    }
                }
                Bench.pause(Duration.ofMillis(20));
            }
        }
    }
}
