package dev.drover.benchmark.part;

import dev.drover.benchmark.client.BareServer;
import dev.drover.benchmark.client.Servers;
import dev.drover.benchmark.figure.Figure;
import dev.drover.benchmark.figure.Sample;
import dev.drover.benchmark.figure.Target;
import java.util.ArrayList;
import java.util.List;

/** One client asks one server, one question after the other: over its pipes, and through HTTP and Kafka. */
public final class CallPart implements Part {
    private static final String MESSAGE = "x".repeat(1024);
    private static final String PARAMS = "{\"name\":\"echo\",\"arguments\":{\"message\":\"" + MESSAGE + "\"}}";

    @Override
    public String name() {
        return "call";
    }

    @Override
    public String title() {
        return "a query through HTTP and Kafka; beside: the same over the bare server's pipes";
    }

    @Override
    public List<Figure> measure(Stage stage) throws Exception {
        int warmUp = stage.times(400, 100);
        int runs = stage.times(1000, 200);
        try (Servers servers = stage.servers();
                BareServer bare = BareServer.start(stage.smallServer())) {
            long id = servers.create(stage.smallServer());
            servers.start(id);
            Figure lists = compared(
                    "tools?refresh=true",
                    6,
                    both(warmUp, runs, () -> servers.refreshTools(id), () -> bare.request("tools/list", "{}")));
            Figure calls = compared(
                    "tools/call, echo of 1 KB",
                    12,
                    both(warmUp, runs, () -> servers.call(id, MESSAGE), () -> bare.request("tools/call", PARAMS)));
            servers.stop(id);
            servers.remove(id);
            return List.of(lists, calls);
        }
    }

    private record Both(Sample managed, Sample bare) {}

    private static Both both(int warmUp, int runs, Stopwatch.Work managed, Stopwatch.Work bare) throws Exception {
        List<Double> throughKafka = new ArrayList<>();
        List<Double> overPipes = new ArrayList<>();
        for (int run = -warmUp; run < runs; run++) {
            double one = Stopwatch.millis(managed);
            double other = Stopwatch.millis(bare);
            if (run >= 0) {
                throughKafka.add(one);
                overPipes.add(other);
            }
        }
        return new Both(Sample.of(throughKafka), Sample.of(overPipes));
    }

    private static Figure compared(String name, double limit, Both both) {
        double bare = both.bare().median();
        return Figure.beside(
                name,
                "ms",
                both.managed(),
                both.bare(),
                "",
                Target.atMost("beyond bare, median", both.managed().median() - bare, limit, "ms"),
                Target.atMost("beyond bare, 99th", both.managed().p99() - bare, 30, "ms"));
    }
}
