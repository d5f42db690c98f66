package dev.drover.faults.measure;

import dev.drover.faults.stack.Stack;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Strikes a stack that nobody asks anything of, part after part, and writes a table. */
public final class Measure {
    private static final PrintStream OUT = System.out;

    private Measure() {}

    private static List<Part> parts() {
        return List.of(
                new WorkerParts.Killed(),
                new WorkerParts.Gone(),
                new WorkerParts.CutOff(),
                new WorkerParts.Rolled(),
                new WorkerParts.Joined(),
                new BrokerParts.Killed(),
                new BrokerParts.Rolled(),
                new BrokerParts.Away(),
                new BrokerParts.Poisoned());
    }

    public static List<String> names() {
        return parts().stream().map(Part::name).toList();
    }

    /**
     * @param stack that is started
     * @param script of the witness
     * @param only names of parts; empty: all
     * @param data gets {@code figures.json}
     */
    public static void on(Stack stack, Path script, List<String> only, int runs, Path data) throws Exception {
        List<Figure> figures = new ArrayList<>();
        List<String> loads = new ArrayList<>();
        try (Bench bench = Bench.on(stack, script)) {
            OUT.printf(
                    "%d servers on %d workers, three brokers, %d processors; lease %s; %d runs%n%s%n",
                    Bench.SERVERS,
                    Stack.WORKERS,
                    Runtime.getRuntime().availableProcessors(),
                    Stack.LEASE,
                    runs,
                    Figure.header());
            for (Part part : parts()) {
                if (only.isEmpty() || only.contains(part.name())) {
                    List<Figure> found = part.measure(bench, runs);
                    found.forEach(OUT::println);
                    figures.addAll(found);
                    loads.add(String.format(Locale.ROOT, "%.1f", load()));
                }
            }
        }
        OUT.println("Load averages of a minute at the end of each part: " + loads);
        Path file = data.resolve("figures.json");
        write(figures, loads, runs, file);
        OUT.println("Figures as JSON: " + file);
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static void write(List<Figure> figures, List<String> loads, int runs, Path file) throws IOException {
        Map<String, Object> all = Map.of("runs", runs, "load_averages", loads, "figures", figures);
        Files.writeString(
                file, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(all));
    }
}
