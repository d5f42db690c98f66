package dev.drover.e2e;

import dev.drover.local.LocalStack;
import dev.drover.local.StackPlan;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One stack with two workers for all test classes of a run, started for the first that asks and closed after the last.
 * A test takes a {@link LocalStack} or an {@link Api} with the platform key as a parameter, and leaves the stack whole.
 */
final class SharedStack implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == LocalStack.class || type == Api.class;
    }

    @Override
    public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        LocalStack stack = context.getRoot()
                .getStore(Namespace.create(SharedStack.class))
                .computeIfAbsent(LocalStack.class, type -> start(), LocalStack.class);
        return parameter.getParameter().getType() == Api.class ? new Api(stack.apiUrl(), stack.platformKey()) : stack;
    }

    private static LocalStack start() {
        NpmServers.install();
        Path data = Path.of("target", "shared-stack").toAbsolutePath();
        StackPlan plan = new StackPlan(
                data,
                0,
                2,
                true,
                Jars.api(),
                Jars.worker(),
                null,
                Map.of("DROVER_ALLOWED_COMMANDS", "npx,node,uvx,python,python3," + Definitions.NOT_INSTALLED),
                line -> System.out.println("[shared stack] " + line));
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
}
