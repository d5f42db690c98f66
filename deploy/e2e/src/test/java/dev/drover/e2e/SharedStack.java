package dev.drover.e2e;

import dev.drover.local.LocalStack;
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
                .computeIfAbsent(LocalStack.class, type -> Stacks.start("shared-stack", 2), LocalStack.class);
        return Stacks.parameter(parameter.getParameter().getType(), stack);
    }
}
