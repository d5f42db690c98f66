package dev.drover.faults.measure;

import dev.drover.faults.evidence.BootClock;
import dev.drover.faults.evidence.MarkedProcess;
import dev.drover.faults.stack.Node;
import dev.drover.faults.stack.Stack;
import dev.drover.faults.stack.WorkerNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Workers that die, are cut off, and are restarted. */
final class WorkerParts {
    private static final double IN_PLACE = 5;
    private static final double ELSEWHERE = 8.5;

    private WorkerParts() {}

    /** SIGKILL, after which the launcher starts it again. */
    static final class Killed implements Part {
        @Override
        public String name() {
            return "killed";
        }

        @Override
        public List<Figure> measure(Bench bench, int runs) throws Exception {
            List<Double> again = new ArrayList<>();
            List<Double> orphans = new ArrayList<>();
            for (int run = 0; run < runs; run++) {
                WorkerNode worker = nth(bench, run);
                List<Long> servers = bench.serversOn(worker);
                String incarnation = worker.incarnation();
                Instant killed = Instant.now();
                worker.process().kill();
                Bench.pause(Duration.ofMillis(100));
                orphans.add((double) processes(bench, incarnation));
                again.add(last(bench.awaitRunningAgain(servers, killed)));
                bench.settle();
            }
            return List.of(
                    Figure.seconds(
                            "worker killed, restarted in place: its servers run again, beyond their own start",
                            again,
                            IN_PLACE),
                    Figure.count("… of its processes alive 100 ms after the kill", orphans, 0));
        }

        private static long processes(Bench bench, String incarnation) throws IOException {
            return MarkedProcess.find(bench.stack().data()).stream()
                    .filter(process -> process.life().incarnation().equals(incarnation))
                    .count();
        }
    }

    /** SIGKILL, and it does not come back. */
    static final class Gone implements Part {
        @Override
        public String name() {
            return "gone";
        }

        @Override
        public List<Figure> measure(Bench bench, int runs) throws Exception {
            List<Double> again = new ArrayList<>();
            for (int run = 0; run < runs; run++) {
                WorkerNode worker = nth(bench, run);
                List<Long> servers = bench.serversOn(worker);
                Instant killed = Instant.now();
                worker.process().killAndHold();
                again.add(last(bench.awaitRunningAgain(servers, killed)));
                bench.settle();
            }
            return List.of(Figure.seconds("worker gone: its servers run elsewhere, likewise", again, ELSEWHERE));
        }
    }

    /** Nothing that it or the brokers send arrives. */
    static final class CutOff implements Part {
        @Override
        public String name() {
            return "cut-off";
        }

        @Override
        public List<Figure> measure(Bench bench, int runs) throws Exception {
            List<Double> again = new ArrayList<>();
            List<Double> lived = new ArrayList<>();
            for (int run = 0; run < runs; run++) {
                WorkerNode worker = nth(bench, run);
                List<Long> servers = bench.serversOn(worker);
                String incarnation = worker.incarnation();
                Instant cut = Instant.now();
                long since = BootClock.now();
                List<Node> brokers = bench.stack().brokers().nodes();
                bench.stack().network().cut(worker.node(), brokers);
                for (Node broker : brokers) {
                    bench.stack().network().cut(broker, List.of(worker.node()));
                }
                try {
                    again.add(last(bench.awaitRunningAgain(servers, cut)));
                    lived.add(bench.lastSeen(incarnation, since));
                } finally {
                    bench.stack().network().mend(worker.node(), brokers);
                    for (Node broker : brokers) {
                        bench.stack().network().mend(broker, List.of(worker.node()));
                    }
                }
                bench.settle();
            }
            return List.of(
                    Figure.seconds("worker cut off: its servers run elsewhere, likewise", again, ELSEWHERE),
                    Figure.seconds("… its own processes live on for", lived, Bench.LEASE));
        }
    }

    /** SIGTERM for one after the other, each started again at once. */
    static final class Rolled implements Part {
        private static final double DOWNTIME = 1.5;

        @Override
        public String name() {
            return "rolled";
        }

        @Override
        public List<Figure> measure(Bench bench, int runs) throws Exception {
            List<Double> longest = new ArrayList<>();
            List<Double> counts = new ArrayList<>();
            for (int run = 0; run < runs; run++) {
                long since = BootClock.now();
                for (WorkerNode worker : bench.stack().usualWorkers()) {
                    worker.process().stop(Stack.DRAIN);
                    worker.process().start();
                    worker.process().awaitReady();
                }
                bench.settle();
                Interruptions felt = bench.interruptions(since);
                longest.addAll(felt.longest());
                counts.addAll(felt.counts());
            }
            return List.of(
                    Figure.seconds(
                                    "rolling restart of three workers: longest time of a server without a process",
                                    longest,
                                    DOWNTIME)
                            .byPercentile(),
                    Figure.count("… interruptions of a server", counts, 2));
        }
    }

    /** A fourth worker comes, and goes. */
    static final class Joined implements Part {
        @Override
        public String name() {
            return "joined";
        }

        @Override
        public List<Figure> measure(Bench bench, int runs) throws Exception {
            List<Double> onJoin = new ArrayList<>();
            List<Double> onLeave = new ArrayList<>();
            WorkerNode further = bench.stack().furtherWorker();
            for (int run = 0; run < runs; run++) {
                long before = BootClock.now();
                further.process().start();
                further.process().awaitReady();
                bench.settle();
                onJoin.addAll(moved(bench.interruptions(before)));
                long then = BootClock.now();
                further.process().stop(Stack.DRAIN);
                bench.settle();
                onLeave.addAll(moved(bench.interruptions(then)));
            }
            return List.of(
                    Figure.seconds("a worker joins: time of a moved server without a process", onJoin, 1.5)
                            .byPercentile(),
                    Figure.seconds("a worker leaves: likewise", onLeave, 1.5).byPercentile());
        }

        /** Most servers stay where they are. */
        private static List<Double> moved(Interruptions felt) {
            return felt.byServer().values().stream().flatMap(List::stream).toList();
        }
    }

    private static WorkerNode nth(Bench bench, int run) {
        List<WorkerNode> workers = bench.stack().usualWorkers();
        return workers.get(run % workers.size());
    }

    private static double last(Map<Long, Double> times) {
        return Collections.max(times.values());
    }
}
