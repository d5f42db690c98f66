package dev.drover.benchmark.part;

import dev.drover.benchmark.client.Api;
import dev.drover.benchmark.client.HttpLoad;
import dev.drover.benchmark.client.Projection;
import dev.drover.benchmark.client.Servers;
import dev.drover.benchmark.figure.Figure;
import dev.drover.benchmark.figure.Sample;
import dev.drover.benchmark.figure.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Sixteen clients command as fast as they are answered: starts of what runs and stops of what is stopped, so that no
 * process comes or goes. Each command still goes its whole way, beside the others' acceptance, to its outcome.
 */
public final class CommandPart implements Part {
    private static final int CONNECTIONS = 16;
    private static final int SERVERS = 100;
    private static final int RUNNING = 10;

    @Override
    public String name() {
        return "command";
    }

    @Override
    public String title() {
        return "start and stop accepted (202, durable) at " + CONNECTIONS + " connections";
    }

    @Override
    public List<Figure> measure(Stage stage) throws Exception {
        List<Double> rates = new ArrayList<>();
        List<Double> millis = new ArrayList<>();
        List<Double> ends = new ArrayList<>();
        try (Servers servers = stage.servers();
                Projection projection = stage.projection()) {
            List<Long> ids = servers.create(stage.smallServer(), SERVERS);
            for (long id : ids.subList(0, RUNNING)) {
                servers.start(id);
            }
            for (int run = stage.times(-5, -2); run < stage.times(3, 1); run++) {
                Stopwatch watch = Stopwatch.start();
                HttpLoad.Result result = storm(stage.api(), ids, Duration.ofSeconds(stage.times(4, 3)));
                projection.awaitNothingPending();
                if (run >= 0) {
                    rates.add(result.perSecond());
                    millis.addAll(result.millis().sorted());
                    ends.add(result.millis().count() / watch.seconds());
                }
            }
            stage.clear(ids);
        }
        Sample accepted = Sample.of(rates);
        return List.of(
                Figure.of(
                        "commands accepted",
                        "1/s",
                        accepted,
                        "",
                        Target.atLeast("median", accepted.median(), 1_000, "1/s")),
                Figure.of("commands accepted, latency", "ms", Sample.of(millis), ""),
                Figure.of("commands brought to their outcome", "1/s", Sample.of(ends), "from the first to the last"));
    }

    private static HttpLoad.Result storm(Api api, List<Long> ids, Duration duration) throws InterruptedException {
        List<byte[]> requests = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            requests.add(api.request("POST", Servers.path(ids.get(i)) + (i < RUNNING ? "/start" : "/stop"), null));
        }
        return new HttpLoad(api, CONNECTIONS, 202).run(duration, count -> requests.get(count % requests.size()));
    }
}
