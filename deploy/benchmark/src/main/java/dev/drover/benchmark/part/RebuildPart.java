package dev.drover.benchmark.part;

import dev.drover.benchmark.client.EventLog;
import dev.drover.benchmark.client.Projection;
import dev.drover.benchmark.figure.Figure;
import dev.drover.benchmark.figure.Sample;
import dev.drover.local.ServiceProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The projection is forgotten while the API is down, and made anew from the whole log by an API that has just started:
 * from the first event that it applies. The tables must come to what they were.
 */
public final class RebuildPart implements Part {
    @Override
    public String name() {
        return "rebuild";
    }

    @Override
    public String title() {
        return "the projection made anew from the log, by a service that has just started";
    }

    @Override
    public List<Figure> measure(Stage stage) throws Exception {
        List<Double> seconds = new ArrayList<>();
        List<Double> rates = new ArrayList<>();
        try (EventLog log = new EventLog(stage.stack().bootstrapServers());
                Projection projection = stage.projection()) {
            log.appendLives(stage.times(3_000, 500));
            projection.awaitApplied(log.ends());
            for (int run = 0; run < stage.times(2, 1); run++) {
                Projection.Sizes before = projection.sizes();
                double took = rebuild(stage.stack().api(), projection);
                if (!projection.sizes().equals(before)) {
                    throw new IllegalStateException("rebuilt as " + projection.sizes() + ", not as " + before);
                }
                seconds.add(took);
                rates.add(before.events() / took);
            }
        }
        return List.of(
                Figure.of("a rebuild", "s", Sample.of(seconds), "every table had as many rows as before"),
                Figure.of("events in a rebuild", "1/s", Sample.of(rates), ""));
    }

    private static double rebuild(ServiceProcess api, Projection projection) throws Exception {
        Map<Integer, Long> ends = projection.applied();
        api.stop(Stage.PATIENCE);
        projection.forget();
        api.start();
        projection.awaitBegun();
        Stopwatch watch = Stopwatch.start();
        projection.awaitApplied(ends);
        double seconds = watch.seconds();
        Stage.awaitReady(api);
        return seconds;
    }
}
