package dev.drover.benchmark.part;

import dev.drover.benchmark.client.Api;
import dev.drover.benchmark.client.EventLog;
import dev.drover.benchmark.client.HttpConnection;
import dev.drover.benchmark.figure.Figure;
import dev.drover.benchmark.figure.Sample;
import dev.drover.benchmark.figure.Target;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What the whole fleet was at random moments of a log, once there are snapshots; the log is read without them before. */
public final class MomentPart implements Part {
    private static final long SEED = 11;

    @Override
    public String name() {
        return "moment";
    }

    @Override
    public String title() {
        return "the state of all servers at a moment, from the log";
    }

    @Override
    public List<Figure> measure(Stage stage) throws Exception {
        Instant begun = Instant.now();
        int events;
        try (EventLog log = new EventLog(stage.stack().bootstrapServers())) {
            events = log.appendLives(stage.times(20_000, 3_000));
        }
        Instant ended = Instant.now();
        Random random = new Random(SEED);
        double first = seconds(stage, ended);
        List<Double> seconds = new ArrayList<>();
        for (int run = 0; run < stage.times(20, 5); run++) {
            long millis = (long) (random.nextDouble() * (ended.toEpochMilli() - begun.toEpochMilli()));
            seconds.add(seconds(stage, begun.plusMillis(millis)));
        }
        Sample sample = Sample.of(seconds);
        return List.of(
                Figure.of("state at the end, snapshots made meanwhile", "s", Sample.of(first), ""),
                Figure.of(
                        "state at a moment",
                        "s",
                        sample,
                        "%,d events more than before; with snapshots the length of the log does not matter"
                                .formatted(events),
                        Target.atMost("longest", sample.p99(), 2, "s")));
    }

    private static double seconds(Stage stage, Instant at) throws IOException {
        Api api = stage.api();
        try (HttpConnection connection = api.connect()) {
            Stopwatch watch = Stopwatch.start();
            HttpConnection.Answer answer =
                    connection.exchange(api.request("GET", "/internal/audit/state?at=" + at, null));
            if (answer.status() != 200) {
                throw new IOException("no state: " + answer);
            }
            return watch.seconds();
        }
    }
}
