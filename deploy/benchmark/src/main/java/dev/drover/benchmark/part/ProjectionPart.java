package dev.drover.benchmark.part;

import dev.drover.benchmark.client.EventLog;
import dev.drover.benchmark.client.Projection;
import dev.drover.benchmark.figure.Figure;
import dev.drover.benchmark.figure.Sample;
import dev.drover.benchmark.figure.Target;
import java.util.ArrayList;
import java.util.List;

/**
 * A backlog of events is projected: whole lives of servers, written as a shard's owner does while the projector is held
 * up by a lock on its checkpoints.
 */
public final class ProjectionPart implements Part {
    @Override
    public String name() {
        return "projection";
    }

    @Override
    public String title() {
        return "a backlog of events projected";
    }

    @Override
    public List<Figure> measure(Stage stage) throws Exception {
        List<Double> rates = new ArrayList<>();
        int lives = stage.times(2_000, 500);
        try (EventLog log = new EventLog(stage.stack().bootstrapServers());
                Projection projection = stage.projection()) {
            for (int run = -2; run < stage.times(5, 2); run++) {
                double rate = backlog(log, projection, lives);
                if (run >= 0) {
                    rates.add(rate);
                }
            }
        }
        Sample sample = Sample.of(rates);
        return List.of(Figure.of(
                "events projected", "1/s", sample, "", Target.atLeast("median", sample.median(), 10_000, "1/s")));
    }

    private static double backlog(EventLog log, Projection projection, int lives) throws Exception {
        projection.hold();
        int events = log.appendLives(lives);
        Stopwatch watch = Stopwatch.start();
        projection.release();
        projection.awaitApplied(log.ends());
        return events / watch.seconds();
    }
}
