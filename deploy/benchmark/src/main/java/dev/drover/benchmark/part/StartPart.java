package dev.drover.benchmark.part;

import dev.drover.benchmark.client.BareServer;
import dev.drover.benchmark.client.Servers;
import dev.drover.benchmark.figure.Figure;
import dev.drover.benchmark.figure.Sample;
import dev.drover.benchmark.figure.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One server is started, while nothing else happens: bare, by a request that waits, and by one whose outcome is polled. */
public final class StartPart implements Part {
    private static final Duration POLL = Duration.ofMillis(1);

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String title() {
        return "POST start → running visible; beside: bare spawn and initialise, contained by nothing";
    }

    @Override
    public List<Figure> measure(Stage stage) throws Exception {
        List<Double> bare = new ArrayList<>();
        List<Double> waited = new ArrayList<>();
        List<Double> polled = new ArrayList<>();
        try (Servers servers = stage.servers()) {
            long id = servers.create(stage.smallServer());
            int warmUp = stage.times(20, 5);
            for (int run = -warmUp; run < stage.times(60, 15); run++) {
                keep(run, bare, bareStart(stage));
                keep(run, waited, Stopwatch.millis(() -> servers.start(id)));
                servers.stop(id);
                keep(run, polled, Stopwatch.millis(() -> startAndPoll(servers, id)));
                servers.stop(id);
            }
            servers.remove(id);
        }
        return List.of(figure("Prefer: wait", waited, bare), figure("polled by GET", polled, bare));
    }

    private static void keep(int run, List<Double> times, double millis) {
        if (run >= 0) {
            times.add(millis);
        }
    }

    private static double bareStart(Stage stage) throws Exception {
        Stopwatch watch = Stopwatch.start();
        BareServer server = BareServer.start(stage.smallServer());
        double millis = watch.millis();
        server.close();
        return millis;
    }

    private static void startAndPoll(Servers servers, long id) throws Exception {
        servers.order(id);
        while (!servers.status(id).equals("running")) {
            Stage.pause(POLL);
        }
    }

    private static Figure figure(String how, List<Double> times, List<Double> bareTimes) {
        Sample managed = Sample.of(times);
        Sample bare = Sample.of(bareTimes);
        return Figure.beside(
                "start, " + how,
                "ms",
                managed,
                bare,
                "",
                Target.atMost("beyond bare, median", managed.median() - bare.median(), 40, "ms"));
    }
}
