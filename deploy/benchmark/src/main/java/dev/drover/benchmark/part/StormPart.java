package dev.drover.benchmark.part;

import dev.drover.benchmark.client.BareServer;
import dev.drover.benchmark.client.Projection;
import dev.drover.benchmark.client.Servers;
import dev.drover.benchmark.figure.Figure;
import dev.drover.benchmark.figure.Sample;
import dev.drover.benchmark.figure.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Many servers are started at once, and stay: from the first request until all are visibly running; beside as many bare
 * starts, as many at a time as the worker's start limiter allows.
 */
public final class StormPart implements Part {
    /** The start limiter's: two for each processor. */
    private static final int AT_A_TIME = 2 * Runtime.getRuntime().availableProcessors();

    @Override
    public String name() {
        return "storm";
    }

    @Override
    public String title() {
        return "servers started at once; beside: as many bare starts, " + AT_A_TIME + " at a time";
    }

    @Override
    public List<Figure> measure(Stage stage) throws Exception {
        storm(stage, 10);
        return List.of(compared(stage, 25, stage.times(3, 1)), compared(stage, 200, stage.times(2, 1)));
    }

    private static Figure compared(Stage stage, int count, int runs) throws Exception {
        List<Double> bare = new ArrayList<>();
        List<Double> managed = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            bare.add(bareStorm(stage, count));
            managed.add(storm(stage, count));
        }
        Sample times = Sample.of(managed);
        Sample beside = Sample.of(bare);
        Target ratio = Target.atMost("ratio", times.median() / beside.median(), 1.3, "");
        return Figure.beside(count + " servers at once", "ms", times, beside, "none failed", ratio);
    }

    private static double bareStorm(Stage stage, int count) throws Exception {
        List<BareServer> started = new ArrayList<>();
        List<Callable<BareServer>> starts = IntStream.range(0, count)
                .<Callable<BareServer>>mapToObj(_ -> () -> BareServer.start(stage.smallServer()))
                .toList();
        Stopwatch watch = Stopwatch.start();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME)) {
            for (Future<BareServer> start : threads.invokeAll(starts)) {
                started.add(start.get());
            }
        }
        double millis = watch.millis();
        started.forEach(BareServer::close);
        return millis;
    }

    private static double storm(Stage stage, int count) throws Exception {
        try (Servers servers = stage.servers();
                Projection projection = stage.projection()) {
            List<Long> ids = servers.create(stage.smallServer(), count);
            projection.awaitNothingPending();
            Stopwatch watch = Stopwatch.start();
            Servers.all(stage.api(), ids, "start");
            projection.await(ids, "running");
            double millis = watch.millis();
            for (long id : ids) {
                servers.requireFirstRun(id);
            }
            stage.clear(ids);
            return millis;
        }
    }
}
