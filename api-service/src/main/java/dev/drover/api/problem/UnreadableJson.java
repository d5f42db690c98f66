package dev.drover.api.problem;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JacksonException.Reference;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Why a body could not be read, naming the field; never repeats a value, which may be a secret. */
public final class UnreadableJson {
    private UnreadableJson() {}

    static Problem asProblem(HttpMessageNotReadableException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof BodyTooLarge tooLarge) {
                return tooLarge.problem();
            }
        }
        return of(e.getCause());
    }

    /** @param cause what the reader of the JSON said */
    public static Problem of(@Nullable Throwable cause) {
        return switch (cause) {
            case UnrecognizedPropertyException unknown -> unknownField(unknown);
            case MismatchedInputException mismatched
            when !mismatched.getPath().isEmpty() -> wrongType(mismatched, mismatched.getTargetType());
            case InputCoercionException outOfRange
            when !outOfRange.getPath().isEmpty() -> wrongType(outOfRange, outOfRange.getTargetType());
            case DatabindException wrapped
            when wrapped.getCause() instanceof NumberFormatException -> outOfRange(wrapped);
            case MismatchedInputException ignored -> malformed("The body must be a JSON object.", null);
            case JacksonException broken -> malformed("The body is not JSON", broken.getLocation());
            case null, default -> malformed("The request needs a JSON body.", null);
        };
    }

    private static Problem unknownField(UnrecognizedPropertyException e) {
        String known =
                e.getKnownPropertyIds().stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
        String field = path(e);
        return new Problem(
                        HttpStatus.BAD_REQUEST,
                        "unknown_field",
                        "There is no field '" + field + "' here.",
                        known.isEmpty() ? null : "Known fields: " + known + ".")
                .with("field", field);
    }

    private static Problem wrongType(JacksonException e, @Nullable Class<?> expected) {
        String field = path(e);
        return new Problem(
                        HttpStatus.BAD_REQUEST,
                        "invalid_field",
                        "'" + field + "' must be " + Expected.of(expected) + ".")
                .with("field", field);
    }

    /** Of JSON that is passed on: the parser itself takes any exponent. */
    private static Problem outOfRange(JacksonException e) {
        String field = path(e);
        return new Problem(
                        HttpStatus.BAD_REQUEST,
                        "invalid_field",
                        "'" + field + "' has a number whose exponent is out of range.")
                .with("field", field);
    }

    private static Problem malformed(String detail, @Nullable TokenStreamLocation where) {
        String place = where == null ? "" : " (line " + where.getLineNr() + ", column " + where.getColumnNr() + ").";
        return new Problem(HttpStatus.BAD_REQUEST, "malformed_json", detail + place);
    }

    /** Such as {@code env.TOKEN} or {@code args[1]}. */
    private static String path(JacksonException e) {
        StringBuilder path = new StringBuilder();
        for (Reference step : e.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return path.toString();
    }
}
