package dev.drover.faults;

import dev.drover.faults.Options.Task;
import dev.drover.faults.agent.Mutant;
import dev.drover.faults.audit.Violation;
import dev.drover.faults.fault.Fault;
import dev.drover.faults.fault.Faults;
import dev.drover.faults.measure.Measure;
import dev.drover.faults.stack.Stack;
import dev.drover.faults.stack.StackPlan;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The program behind {@code deploy/chaos}. */
public final class Chaos {

    private static final PrintStream OUT = System.out;

    private Chaos() {}

    static void main(String[] arguments) {
        Path home =
                Path.of(System.getProperty("drover.faults", "deploy/faults")).toAbsolutePath();
        List<String> names = Faults.all().stream().map(Fault::name).toList();
        try {
            Options options = Options.parse(home, names, arguments);
            switch (options.task()) {
                case HELP -> OUT.print(Options.USAGE);
                case LIST ->
                    OUT.println(String.join("\n", names) + "\n\nto measure:\n" + String.join("\n", Measure.names()));
                case STRIKE, MEASURE -> System.exit(run(options, home).isEmpty() ? 0 : 1);
            }
        } catch (IllegalArgumentException e) {
            System.err.println("drover: " + e.getMessage());
            System.exit(1);
        } catch (Exception e) {
            System.err.println("drover: the chaos suite cannot go on: " + e);
            e.printStackTrace();
            System.exit(1);
        }
    }

    /** @return all that was wrong */
    static List<Violation> run(Options options, Path home) throws Exception {
        System.setProperty("drover.logs", options.data().resolve("logs").toString());
        System.setProperty("logback.configurationFile", "launcher-logback.xml");
        List<Violation> found = new ArrayList<>();
        long begin = System.nanoTime();
        try (Stack stack = Stack.prepare(plan(options, home))) {
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(stack.network()::close));
            OUT.println("Starting three brokers, PostgreSQL, the API and " + Stack.WORKERS + " workers in "
                    + stack.data() + (stack.network().isDivided() ? "" : ", without network namespaces"));
            if (options.mutant() != null) {
                stack.breakRule(Mutant.named(options.mutant()));
            }
            stack.start();
            Path script = home.resolve("witness.sh");
            if (options.task() == Task.MEASURE) {
                Measure.on(stack, script, options.only(), options.runs(), options.data());
            } else {
                found.addAll(strike(stack, script, options, begin));
            }
        }
        found.addAll(Suite.leftBehind(options.data()));
        OUT.printf(
                Locale.ROOT,
                "%s after %.0f s%s%n",
                found.isEmpty() ? "Nothing is wrong" : found.size() + " things are WRONG",
                since(begin),
                found.isEmpty() ? "" : "; logs and witnesses: " + options.data());
        return found;
    }

    private static List<Violation> strike(Stack stack, Path script, Options options, long begin) throws Exception {
        try (Suite suite = new Suite(stack, options, script)) {
            List<Violation> found = new ArrayList<>(suite.prepare());
            OUT.printf(Locale.ROOT, "All is ready (%.1f s); seed %d%n", since(begin), options.seed());
            strike(suite, options, found);
            if (options.mutants()) {
                found.addAll(new Mutants(stack, suite).run());
            }
            found.addAll(suite.remembered());
            OUT.println("Meanwhile: " + suite.commands());
            return found;
        }
    }

    private static void strike(Suite suite, Options options, List<Violation> found) throws Exception {
        List<Fault> left = new ArrayList<>(Schedule.of(options));
        long end = System.nanoTime() + Duration.ofMinutes(options.minutes()).toNanos();
        while (!left.isEmpty() && (Schedule.isFixed(options) || System.nanoTime() < end)) {
            found.addAll(suite.strike(left.removeFirst()));
        }
        if (!left.isEmpty()) {
            OUT.println("No time was left for " + left.stream().map(Fault::name).toList());
        }
    }

    private static StackPlan plan(Options options, Path home) {
        return new StackPlan(
                options.data(),
                Path.of(System.getProperty("drover.api-jar", "")),
                Path.of(System.getProperty("drover.worker-jar", "")),
                options.task() == Options.Task.MEASURE ? null : home.resolve("target/fault-agent.jar"),
                options.mutants() || options.mutant() != null,
                new LauncherLog(options.data().resolve("logs").resolve("launcher.log")));
    }

    private static double since(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
