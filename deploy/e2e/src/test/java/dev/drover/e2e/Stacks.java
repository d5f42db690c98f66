package dev.drover.e2e;

import dev.drover.local.LocalStack;
import dev.drover.local.StackPlan;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Starts stacks of the packaged services, each from nothing in a directory of its own below {@code target}. */
final class Stacks {

    private static final Path TARGET = Path.of("target").toAbsolutePath();

    /** What npx has fetched is kept from run to run. */
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "DROVER_ALLOWED_COMMANDS",
            "npx,node,uvx,python,python3," + Definitions.NOT_INSTALLED,
            "DROVER_PACKAGE_CACHE",
            TARGET.resolve("package-cache").toString(),
            // Some tests have one app define more servers than it may by default.
            "DROVER_QUOTAS_SERVERS",
            "0");

    private Stacks() {}

    /** Ready to be used; closed by the caller. */
    static LocalStack start(String name, int workers) {
        return start(name, workers, Map.of());
    }

    /** @param settings of the services, beside those of every stack */
    static LocalStack start(String name, int workers, Map<String, String> settings) {
        NpmServers.install();
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.putAll(settings);
        StackPlan plan = new StackPlan(
                TARGET.resolve(name),
                0,
                workers,
                true,
                Jars.api(),
                Jars.worker(),
                null,
                environment,
                line -> System.out.println("[" + name + "] " + line));
        LocalStack stack = LocalStack.prepare(plan);
        try {
            stack.start();
            return stack;
        } catch (InterruptedException e) {
            stack.close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the stack started", e);
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    /** What a test's parameter of this type is given. */
    static Object parameter(Class<?> type, LocalStack stack) {
        return type == Api.class ? new Api(stack.apiUrl(), stack.platformKey()) : stack;
    }
}
