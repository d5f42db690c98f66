package dev.drover.api;

import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Has Spring Boot name the settings that do not exist, and where they were read, in one line. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnknownSettingAnalyzer extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnboundConfigurationPropertiesException cause) {
        String settings = cause.getUnboundProperties().stream()
                .map(property -> property.getName() + " (" + property.getOrigin() + ")")
                .collect(Collectors.joining(", "));
        return new FailureAnalysis("There is no such setting: " + settings + ". Correct or remove it.", null, cause);
    }
}
