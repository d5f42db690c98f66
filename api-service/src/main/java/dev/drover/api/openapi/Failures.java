package dev.drover.api.openapi;

import dev.drover.api.problem.Fails;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;

/** Says of each operation which problems it may end with: by status, the codes as an enum. */
public final class Failures implements OperationCustomizer {
    /** Of any operation: what is wrong with the request's credential, its app, its parameters, or with the service. */
    private static final List<String> OF_ALL = List.of(
            "400 bad_request",
            "400 invalid_parameter",
            "401 unauthorized",
            "403 forbidden",
            "403 insufficient_scope",
            "403 platform_key_required",
            "404 app_not_found",
            "406 not_acceptable",
            "429 too_many_failed_attempts",
            "500 internal_error",
            "503 database_unavailable",
            "503 issuer_unavailable");

    private static final List<String> OF_BODIES = List.of(
            "400 invalid_field",
            "400 malformed_json",
            "400 unknown_field",
            "413 body_too_large",
            "415 unsupported_media_type");

    private static final List<String> OF_NO_OPERATION = List.of(
            "400 bad_request",
            "401 unauthorized",
            "403 forbidden",
            "403 insufficient_scope",
            "403 platform_key_required",
            "404 not_found",
            "405 method_not_allowed",
            "429 too_many_failed_attempts");

    @Override
    public Operation customize(Operation operation, HandlerMethod handler) {
        Stream<String> own = Stream.of(handler.getMethod(), handler.getBeanType())
                .flatMap(element -> MergedAnnotations.from(element).stream(Fails.class))
                .flatMap(fails -> Stream.of(fails.getStringArray("value")));
        boolean hasBody = Stream.of(handler.getMethodParameters())
                .anyMatch(parameter -> parameter.hasParameterAnnotation(RequestBody.class));
        Stream<String> common = Stream.concat(OF_ALL.stream(), hasBody ? OF_BODIES.stream() : Stream.empty());
        byStatus(Stream.concat(common, own))
                .forEach((status, codes) -> operation.getResponses().addApiResponse(status, response(status, codes)));
        return operation;
    }

    /** Adds what a request is answered that no operation is for. */
    static void describeOther(OpenAPI api) {
        api.addExtension("x-problems-of-no-operation", byStatus(OF_NO_OPERATION.stream()));
    }

    private static Map<String, List<String>> byStatus(Stream<String> failures) {
        return failures.map(failure -> failure.split(" ", 2))
                .collect(Collectors.groupingBy(
                        parts -> parts[0],
                        TreeMap::new,
                        Collectors.collectingAndThen(
                                Collectors.mapping(parts -> parts[1], Collectors.toCollection(TreeSet::new)),
                                List::copyOf)));
    }

    private static ApiResponse response(String status, List<String> codes) {
        Schema<?> code = new StringSchema()._enum(codes);
        Schema<?> schema = new Schema<>()
                .addAllOfItem(new Schema<>().$ref("#/components/schemas/" + ApiDescription.PROBLEM))
                .addAllOfItem(new Schema<>().addProperty("code", code));
        Content content = new Content()
                .addMediaType(
                        org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                        new MediaType().schema(schema));
        HttpStatus known = HttpStatus.valueOf(Integer.parseInt(status));
        return new ApiResponse()
                .description(known.getReasonPhrase() + ": " + String.join(", ", codes))
                .content(content);
    }
}
