package dev.drover.e2e;

import dev.drover.local.LocalStack;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A stack with one worker for one test class, closed after it: for tests that kill parts of it. */
final class OwnStack implements BeforeAllCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(OwnStack.class);

    @Override
    public void beforeAll(ExtensionContext testClass) {
        String name = testClass.getRequiredTestClass().getSimpleName() + "-stack";
        OnOwnStack wish =
                Objects.requireNonNull(testClass.getRequiredTestClass().getAnnotation(OnOwnStack.class));
        LocalStack stack = Stacks.start(name, 1, Map.of("DROVER_LEASE_DURATION", wish.lease()));
        testClass.getStore(NAMESPACE).put(LocalStack.class, stack);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == LocalStack.class || type == Api.class;
    }

    @Override
    public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        LocalStack stack = context.getStore(NAMESPACE).get(LocalStack.class, LocalStack.class);
        return stack == null ? null : Stacks.parameter(parameter.getParameter().getType(), stack);
    }
}
