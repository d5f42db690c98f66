package dev.drover.api;

import dev.drover.api.openapi.ApiDescription;
import dev.drover.api.openapi.Failures;
import dev.drover.api.problem.BodyLimit;
import dev.drover.api.problem.ProblemWriter;
import dev.drover.api.tenant.Apps;
import dev.drover.api.tenant.CallerArgument;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.oas.models.OpenAPI;
import java.util.List;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/** The object graph of HTTP: JSON, problems, callers, the description of the interface. */
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {
    /** A number where text is meant is a mistake of the client, and is not made text in silence. */
    @Bean
    JsonMapperBuilderCustomizer noCoercionToText() {
        return json -> json.withCoercionConfig(
                LogicalType.Textual,
                text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail));
    }

    /** What is passed on, such as a call's arguments, keeps its numbers as they were written. */
    @Bean
    JsonMapperBuilderCustomizer exactNumbers() {
        return json -> json.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);
    }

    @Bean
    ProblemWriter problemWriter(JsonMapper json) {
        return new ProblemWriter(json);
    }

    @Bean
    BodyLimit bodyLimit(ProblemWriter problems) {
        return new BodyLimit(problems);
    }

    /** The name of a tool or a prompt is one segment of a path, whatever is in it. */
    @Bean
    HttpFirewall namesInPaths() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowUrlEncodedSlash(true);
        firewall.setAllowUrlEncodedPercent(true);
        return firewall;
    }

    @Bean
    TomcatConnectorCustomizer encodedSlashes() {
        return connector -> connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
    }

    @Bean
    WebMvcConfigurer callers(Apps apps) {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new CallerArgument(apps));
            }
        };
    }

    @Bean
    OpenAPI openApi(ObjectProvider<BuildProperties> build) {
        BuildProperties properties = build.getIfAvailable();
        String version = properties == null ? null : properties.getVersion();
        return ApiDescription.of(version == null ? "development" : version);
    }

    @Bean
    OpenApiCustomizer problems() {
        return ApiDescription.problems();
    }

    @Bean
    OperationCustomizer failures() {
        return new Failures();
    }

    @Bean
    ModelConverter snakeCase() {
        return ApiDescription.snakeCase();
    }
}
