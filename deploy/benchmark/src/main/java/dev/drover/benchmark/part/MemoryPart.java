package dev.drover.benchmark.part;

import dev.drover.benchmark.client.Projection;
import dev.drover.benchmark.client.Servers;
import dev.drover.benchmark.figure.Figure;
import dev.drover.benchmark.figure.Sample;
import dev.drover.benchmark.figure.Target;
import java.util.List;

/** What the worker holds: just started without a server, and with a hundred that do nothing. */
public final class MemoryPart implements Part {
    private static final int SERVERS = 100;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String title() {
        return "the worker's memory and threads, fresh and with " + SERVERS + " servers";
    }

    @Override
    public List<Figure> measure(Stage stage) throws Exception {
        Stage.restart(stage.worker());
        JvmFootprint worker = new JvmFootprint(stage.worker().pid());
        double resident = worker.residentMegabytes();
        double heap = worker.liveHeapMegabytes();
        double threads = worker.threads();
        try (Servers servers = stage.servers();
                Projection projection = stage.projection()) {
            List<Long> ids = servers.create(stage.smallServer(), SERVERS);
            Servers.all(stage.api(), ids, "start");
            projection.await(ids, "running");
            double residentWith = worker.residentMegabytes();
            double heapEach = (worker.liveHeapMegabytes() - heap) / SERVERS;
            double threadsEach = (worker.threads() - threads) / SERVERS;
            stage.clear(ids);
            return List.of(
                    figure(
                            "worker's resident memory, no server",
                            "MB",
                            resident,
                            Target.atMost("", resident, 250, "MB")),
                    Figure.of(
                            "worker's resident memory, " + SERVERS + " servers",
                            "MB",
                            Sample.of(residentWith),
                            "without the servers' own processes"),
                    Figure.of("worker's live heap, no server", "MB", Sample.of(heap), ""),
                    figure("live heap for each server", "MB", heapEach, Target.atMost("", heapEach, 0.3, "MB")),
                    Figure.of("worker's threads, no server", "", Sample.of(threads), ""),
                    figure("threads for each server", "", threadsEach, Target.atMost("", threadsEach, 3, "")));
        }
    }

    private static Figure figure(String name, String unit, double value, Target target) {
        return Figure.of(name, unit, Sample.of(value), "", target);
    }
}
