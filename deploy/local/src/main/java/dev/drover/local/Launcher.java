package dev.drover.local;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The program behind {@code deploy/up}: one stack in the foreground, until a signal ends it. */
public final class Launcher {

    private static final PrintStream OUT = System.out;

    private Launcher() {}

    static void main(String[] arguments) {
        try {
            Options options = Options.parse(System.getenv(), arguments);
            if (options.help()) {
                OUT.print(Options.USAGE);
                return;
            }
            Memory.check();
            logInto(options.data().resolve("logs"));
            run(plan(options));
            System.exit(0);
        } catch (InterruptedException e) {
            System.exit(1);
        } catch (CannotStart e) {
            System.err.println("drover: " + e.getMessage());
            System.exit(1);
        }
    }

    private static StackPlan plan(Options options) {
        return new StackPlan(
                options.data(),
                options.port(),
                options.workers(),
                options.fresh(),
                jar("drover.api-jar"),
                jar("drover.worker-jar"),
                System.getenv("DROVER_PLATFORM_KEY"),
                Map.of(),
                OUT::println);
    }

    static Path jar(String property) {
        String path = System.getProperty(property);
        if (path == null) {
            throw new CannotStart("-D" + property + " is not set; start Drover with deploy/up");
        }
        return Path.of(path);
    }

    /** Before the first logger is made: what the broker logs is not for the terminal. */
    static void logInto(Path logs) {
        System.setProperty("drover.logs", logs.toString());
        System.setProperty("logback.configurationFile", "launcher-logback.xml");
    }

    private static void run(StackPlan plan) throws InterruptedException {
        LocalStack stack = LocalStack.prepare(plan);
        CountDownLatch over = new CountDownLatch(1);
        StopSignals.listen(count -> {
            if (count > 1) {
                stack.killAll();
                Runtime.getRuntime().halt(130);
            }
            over.countDown();
        });
        Startup startup = new Startup(stack, () -> OUT.print(summary(plan, stack)), over::countDown);
        Thread starter = Thread.ofPlatform().name("startup").start(startup);
        try (stack) {
            over.await();
            starter.interrupt();
            starter.join();
        }
        OUT.println("Drover has stopped");
        startup.rethrow();
    }

    private static String summary(StackPlan plan, LocalStack stack) {
        String origin = plan.platformKey() == null
                ? "kept in " + plan.data().resolve("platform.key")
                : "from DROVER_PLATFORM_KEY";
        return """
                Drover is up        %-28s (docs: /docs)
                platform key        %s        (%s)
                workers             %-28d logs: %s
                """.formatted(
                        stack.apiUrl(),
                        stack.platformKey(),
                        origin,
                        plan.workers(),
                        plan.data().resolve("logs"));
    }
}
