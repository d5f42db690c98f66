package dev.drover.benchmark.part;

import dev.drover.benchmark.client.Api;
import dev.drover.benchmark.client.HttpLoad;
import dev.drover.benchmark.client.Servers;
import dev.drover.benchmark.figure.Figure;
import dev.drover.benchmark.figure.Sample;
import dev.drover.benchmark.figure.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Sixteen clients read one server's status as fast as they are answered, and a static endpoint of the same service; then the
 * status at the rate that is asked for, since clients who never pause only measure their own queue.
 */
public final class ReadPart implements Part {
    private static final int CONNECTIONS = 16;
    private static final int RATE = 3_000;
    private static final Duration RUN = Duration.ofSeconds(4);

    @Override
    public String name() {
        return "read";
    }

    @Override
    public String title() {
        return "GET one server at " + CONNECTIONS + " connections; beside: GET /actuator/health/liveness";
    }

    @Override
    public List<Figure> measure(Stage stage) throws Exception {
        long id;
        try (Servers servers = stage.servers()) {
            id = servers.create(stage.smallServer());
            servers.start(id);
        }
        List<Figure> figures = read(stage, Servers.path(id));
        stage.clear(List.of(id));
        return figures;
    }

    private static List<Figure> read(Stage stage, String path) throws InterruptedException {
        Reads status = new Reads(stage, path);
        Reads health = new Reads(stage, "/actuator/health/liveness");
        for (int run = stage.times(-4, -2); run < stage.times(3, 1); run++) {
            health.run();
            status.run();
            if (run < 0) {
                status.forget();
                health.forget();
            }
        }
        return figures(status, health, status.atRate());
    }

    private static List<Figure> figures(Reads status, Reads health, Sample steady) {
        Sample rate = Sample.of(status.rates);
        return List.of(
                Figure.beside(
                        "GET one server, rate",
                        "1/s",
                        rate,
                        Sample.of(health.rates),
                        "processor time a request: service %s, generator and broker %s (static: %s, %s)"
                                .formatted(
                                        status.service.each(),
                                        status.generator.each(),
                                        health.service.each(),
                                        health.generator.each()),
                        Target.atLeast("median", rate.median(), 3_000, "1/s")),
                Figure.beside(
                        "GET one server, latency then", "ms", Sample.of(status.millis), Sample.of(health.millis), ""),
                Figure.of(
                        "GET one server, latency at " + RATE + " a second",
                        "ms",
                        steady,
                        "",
                        Target.atMost("99th", steady.p99(), 3, "ms")));
    }

    /** Of one path. */
    private static final class Reads {
        private final HttpLoad load;
        private final byte[] request;
        private final CpuTime service;
        private final CpuTime generator = CpuTime.own();
        private final List<Double> rates = new ArrayList<>();
        private final List<Double> millis = new ArrayList<>();

        Reads(Stage stage, String path) {
            Api api = stage.api();
            load = new HttpLoad(api, CONNECTIONS, 200);
            request = api.request("GET", path, null);
            service = CpuTime.of(stage.stack().api().pid());
        }

        void run() throws InterruptedException {
            service.begin();
            generator.begin();
            HttpLoad.Result result = load.run(RUN, _ -> request);
            service.end(result.millis().count());
            generator.end(result.millis().count());
            rates.add(result.perSecond());
            millis.addAll(result.millis().sorted());
        }

        Sample atRate() throws InterruptedException {
            return load.atRate(RATE, RUN, _ -> request).millis();
        }

        void forget() {
            rates.clear();
            millis.clear();
        }
    }
}
