package dev.drover.benchmark.part;

import dev.drover.benchmark.client.Auditor;
import dev.drover.benchmark.client.EventLog;
import dev.drover.benchmark.client.Projection;
import dev.drover.benchmark.figure.Figure;
import dev.drover.benchmark.figure.Sample;
import dev.drover.benchmark.figure.Target;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The whole log as lines of JSON: by the command line, a fresh process in 256 MB, and by the API, whose answer is read
 * and counted in this JVM; and how long events take to be visible while that goes on.
 */
public final class ReplayPart implements Part {
    @Override
    public String name() {
        return "replay";
    }

    @Override
    public String title() {
        return "the whole log, from the broker to lines of JSON";
    }

    @Override
    public List<Figure> measure(Stage stage) throws Exception {
        try (EventLog log = new EventLog(stage.stack().bootstrapServers());
                Projection projection = stage.projection()) {
            log.appendLives(stage.times(20_000, 3_000));
            projection.awaitApplied(log.ends());
        }
        Auditor auditor = new Auditor(
                Path.of(System.getProperty("drover.api-jar", "")), stage.stack().bootstrapServers());
        List<Double> byCommand = new ArrayList<>();
        List<Double> byApi = new ArrayList<>();
        long events = 0;
        for (int run = 0; run < stage.times(3, 1); run++) {
            Auditor.Replay replay = auditor.replay();
            events = replay.events();
            byCommand.add(replay.rate());
            byApi.add(byApi(stage));
        }
        Sample rate = Sample.of(byCommand);
        String note = "of a log of %,d events".formatted(events);
        List<Figure> figures = new ArrayList<>(List.of(
                Figure.of(
                        "events replayed by drover audit",
                        "1/s",
                        rate,
                        note,
                        Target.atLeast("median", rate.median(), 100_000, "1/s")),
                Figure.of("events replayed by the API", "1/s", Sample.of(byApi), "")));
        figures.add(lagMeanwhile(stage));
        return figures;
    }

    private static double byApi(Stage stage) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            Stopwatch watch = Stopwatch.start();
            HttpResponse<InputStream> answer = http.send(request(stage), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                return Auditor.lines(body) / watch.seconds();
            }
        }
    }

    private static HttpRequest request(Stage stage) {
        return HttpRequest.newBuilder(URI.create(stage.stack().apiUrl() + "/internal/audit/events"))
                .header("Authorization", "Bearer " + stage.stack().platformKey())
                .build();
    }

    /** One replay after the other by the API, which is where the projector is as well. */
    private static Figure lagMeanwhile(Stage stage) throws Exception {
        Sample alone = LagPart.lag(stage);
        Thread replaying = Thread.ofPlatform().daemon().start(() -> {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    byApi(stage);
                }
            } catch (IOException | InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Sample meanwhile = LagPart.lag(stage);
        replaying.interrupt();
        replaying.join();
        return Figure.beside(
                "projection lag while the API replays",
                "ms",
                meanwhile,
                alone,
                "beside: without a replay",
                Target.atMost("median, of that without", meanwhile.median() / alone.median(), 1.1, "×"));
    }
}
