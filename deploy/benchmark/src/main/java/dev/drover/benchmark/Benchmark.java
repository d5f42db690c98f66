package dev.drover.benchmark;

import dev.drover.benchmark.figure.Figure;
import dev.drover.benchmark.part.CallPart;
import dev.drover.benchmark.part.CommandPart;
import dev.drover.benchmark.part.LagPart;
import dev.drover.benchmark.part.MemoryPart;
import dev.drover.benchmark.part.MomentPart;
import dev.drover.benchmark.part.Part;
import dev.drover.benchmark.part.ProjectionPart;
import dev.drover.benchmark.part.ReadPart;
import dev.drover.benchmark.part.RebuildPart;
import dev.drover.benchmark.part.ReplayPart;
import dev.drover.benchmark.part.Stage;
import dev.drover.benchmark.part.StartPart;
import dev.drover.benchmark.part.StormPart;
import dev.drover.local.LocalStack;
import dev.drover.local.StackPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The program behind {@code deploy/bench}. The broker of its stack runs in this JVM, as in the launcher's. */
public final class Benchmark {
    /** The first finds the worker as fresh as it was started; the last leaves the most history behind. */
    private static final List<Part> PARTS = List.of(
            new MemoryPart(),
            new StartPart(),
            new CallPart(),
            new StormPart(),
            new ReadPart(),
            new CommandPart(),
            new LagPart(),
            new ProjectionPart(),
            new ReplayPart(),
            new MomentPart(),
            new RebuildPart());

    private Benchmark() {}

    static void main(String[] arguments) {
        Path home = Path.of(System.getProperty("drover.benchmark", "deploy/benchmark"));
        List<String> names = PARTS.stream().map(Part::name).toList();
        try {
            Options options = Options.parse(home, names, arguments);
            if (options.isHelp()) {
                System.out.print(Options.USAGE.formatted(String.join(", ", names)));
                return;
            }
            run(options, home.resolve("small-server.mjs"));
            System.exit(0);
        } catch (Exception e) {
            System.err.println("drover: the benchmark cannot go on: " + e.getMessage());
            if (!(e instanceof IllegalArgumentException)) {
                e.printStackTrace();
            }
            System.exit(1);
        }
    }

    private static void run(Options options, Path smallServer) throws Exception {
        logInto(options.data().resolve("logs"));
        Report report = new Report(options.isQuick());
        double loadAtFirst = MachineLoad.now();
        System.out.printf(Locale.ROOT, "Load average %.2f before the stack starts%n", loadAtFirst);
        try (LocalStack stack = LocalStack.prepare(plan(options))) {
            stack.start();
            System.out.printf("%n%s%n%n", Figure.header());
            Stage stage = new Stage(stack, smallServer.toRealPath(), options.isQuick());
            for (Part part : PARTS) {
                if (options.includes(part.name())) {
                    measure(part, stage, report);
                }
            }
        }
        report.finish(options.out());
    }

    private static void measure(Part part, Stage stage, Report report) throws Exception {
        double before = MachineLoad.now();
        System.out.println(part.name() + ": " + part.title());
        List<Figure> figures = part.measure(stage);
        report.add(part.name(), before, MachineLoad.now(), figures);
    }

    private static StackPlan plan(Options options) {
        return new StackPlan(
                options.data(),
                0,
                1,
                Files.exists(options.data()),
                Path.of(System.getProperty("drover.api-jar", "")),
                Path.of(System.getProperty("drover.worker-jar", "")),
                null,
                Map.of(),
                System.out::println);
    }

    /** Before the first logger is made: what the broker logs is not for the terminal. */
    private static void logInto(Path logs) {
        System.setProperty("drover.logs", logs.toString());
        System.setProperty("logback.configurationFile", "launcher-logback.xml");
    }
}
