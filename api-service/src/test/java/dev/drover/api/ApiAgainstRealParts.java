package dev.drover.api;

import dev.drover.local.testing.RealKafka;
import dev.drover.local.testing.RealPostgres;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the service with a real broker and a real PostgreSQL, started once for all classes of a run. */
public final class ApiAgainstRealParts implements BeforeAllCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(ApiAgainstRealParts.class);

    /** The parts, which end with the run. */
    public record Parts(RealKafka kafka, RealPostgres postgres, ApiUnderTest api) implements AutoCloseable {
        static Parts start() {
            RealKafka kafka = RealKafka.start();
            RealPostgres postgres = RealPostgres.start();
            return new Parts(
                    kafka,
                    postgres,
                    ApiUnderTest.start(
                            kafka.bootstrapServers(), postgres.jdbcUrl(), postgres.username(), postgres.password()));
        }

        @Override
        public void close() {
            api.close();
            kafka.close();
            postgres.close();
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        parts(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Parts.class || type == ApiUnderTest.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Parts parts = parts(context);
        return parameter.getParameter().getType() == Parts.class ? parts : parts.api();
    }

    private static Parts parts(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).computeIfAbsent(Parts.class, type -> Parts.start(), Parts.class);
    }
}
