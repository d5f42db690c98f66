package dev.drover.benchmark.part;

import dev.drover.benchmark.client.Api;
import dev.drover.benchmark.client.EventLog;
import dev.drover.benchmark.client.HttpConnection;
import dev.drover.benchmark.client.Projection;
import dev.drover.benchmark.figure.Figure;
import dev.drover.benchmark.figure.Sample;
import dev.drover.benchmark.figure.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The projection made anew from the whole log, as the API does it when it is asked to: beside the live one, compared with
 * it, and swapped in. No row may be different.
 */
public final class RebuildPart implements Part {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String PATH = "/internal/audit/projection/rebuild";
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(15);

    @Override
    public String name() {
        return "rebuild";
    }

    @Override
    public String title() {
        return "the projection made anew from the log, from the request until it is swapped in";
    }

    @Override
    public List<Figure> measure(Stage stage) throws Exception {
        List<Double> seconds = new ArrayList<>();
        List<Double> rates = new ArrayList<>();
        try (EventLog log = new EventLog(stage.stack().bootstrapServers());
                Projection projection = stage.projection()) {
            log.appendLives(stage.times(3_000, 500));
            projection.awaitApplied(log.ends());
            long events = projection.sizes().events();
            for (int run = 0; run < stage.times(2, 1); run++) {
                double took = rebuild(stage.api());
                seconds.add(took);
                rates.add(events / took);
            }
        }
        Sample rate = Sample.of(rates);
        return List.of(
                Figure.of("a rebuild", "s", Sample.of(seconds), "no row was different"),
                Figure.of(
                        "events in a rebuild",
                        "1/s",
                        rate,
                        "",
                        Target.atLeast("median", rate.median(), 20_000, "1/s")));
    }

    private static double rebuild(Api api) throws IOException {
        try (HttpConnection connection = api.connect()) {
            Stopwatch watch = Stopwatch.start();
            JsonNode rebuild = answer(connection, api.request("POST", PATH, null), 202);
            while (rebuild.path("state").asString().equals("running")) {
                if (watch.seconds() > LONGEST.toSeconds()) {
                    throw new IllegalStateException("waited in vain for the end of a rebuild: " + rebuild);
                }
                Stage.pause(BETWEEN_LOOKS);
                rebuild = answer(connection, api.request("GET", PATH, null), 200);
            }
            double seconds = watch.seconds();
            if (!rebuild.path("state").asString().equals("done")
                    || rebuild.path("differences").asLong() != 0) {
                throw new IllegalStateException("the projection was not made anew as it was: " + rebuild);
            }
            return seconds;
        }
    }

    private static JsonNode answer(HttpConnection connection, byte[] request, int expected) throws IOException {
        HttpConnection.Answer answer = connection.exchange(request);
        if (answer.status() != expected) {
            throw new IOException("the rebuild is answered with " + answer);
        }
        return JSON.readTree(answer.body());
    }
}
