package dev.drover.benchmark.part;

import dev.drover.benchmark.client.EventLog;
import dev.drover.benchmark.client.Projection;
import dev.drover.benchmark.figure.Figure;
import dev.drover.benchmark.figure.Sample;
import dev.drover.benchmark.figure.Target;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Events come one by one, a hundred a second: how long each takes from before its transaction begins until its row can be
 * read, which PostgreSQL announces.
 */
public final class LagPart implements Part {
    private static final Duration BETWEEN = Duration.ofMillis(10);

    @Override
    public String name() {
        return "lag";
    }

    @Override
    public String title() {
        return "an event's append → its row visible, in steady state";
    }

    @Override
    public List<Figure> measure(Stage stage) throws Exception {
        return List.of(figure(lag(stage)));
    }

    static Sample lag(Stage stage) throws Exception {
        int warmUp = stage.times(300, 100);
        int events = stage.times(1_000, 300);
        try (EventLog log = new EventLog(stage.stack().bootstrapServers());
                Projection projection = stage.projection()) {
            projection.listen();
            Announcements announcements = new Announcements(projection, warmUp + events);
            Thread listener = Thread.ofPlatform().daemon().start(announcements);
            Map<String, Long> appended = new ConcurrentHashMap<>();
            for (int i = 0; i < warmUp + events; i++) {
                long begin = System.nanoTime();
                String commandId = log.appendAnswer();
                if (i >= warmUp) {
                    appended.put(commandId, begin);
                }
                Stage.pause(BETWEEN.minusNanos(System.nanoTime() - begin));
            }
            listener.join();
            return Sample.of(announcements.since(appended));
        }
    }

    private static Figure figure(Sample lag) {
        return Figure.of(
                "projection lag",
                "ms",
                lag,
                "",
                Target.atMost("median", lag.median(), 50, "ms"),
                Target.atMost("99th", lag.p99(), 250, "ms"));
    }

    /** When which command's outcome was announced. */
    private record Announcements(Projection projection, int expected, Map<String, Long> times) implements Runnable {
        Announcements(Projection projection, int expected) {
            this(projection, expected, new ConcurrentHashMap<>());
        }

        @Override
        public void run() {
            try {
                while (times.size() < expected) {
                    List<String> ids = projection.announced();
                    long now = System.nanoTime();
                    ids.forEach(id -> times.put(id, now));
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        List<Double> since(Map<String, Long> appended) {
            return appended.entrySet().stream()
                    .map(each -> (times.getOrDefault(each.getKey(), Long.MAX_VALUE) - each.getValue()) / 1e6)
                    .toList();
        }
    }
}
