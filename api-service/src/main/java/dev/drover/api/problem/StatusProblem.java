package dev.drover.api.problem;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Problems of HTTP itself, which the framework found: no such path, wrong method, wrong media type. */
final class StatusProblem {
    private StatusProblem() {}

    static Problem of(HttpStatus status, @Nullable String detail) {
        return switch (status) {
            case NOT_FOUND ->
                new Problem(status, "not_found", "There is nothing at this path.", "GET /docs shows what there is.");
            case UNSUPPORTED_MEDIA_TYPE ->
                new Problem(
                        status,
                        "unsupported_media_type",
                        "The body must be JSON.",
                        "Send it with Content-Type: application/json.");
            case NOT_ACCEPTABLE ->
                new Problem(
                        status,
                        "not_acceptable",
                        "The answer is JSON.",
                        "Send Accept: application/json, or no Accept.");
            case CONTENT_TOO_LARGE -> BodyTooLarge.problem(BodyLimit.BYTES);
            default -> new Problem(status, code(status), detail == null ? status.getReasonPhrase() : detail);
        };
    }

    private static String code(HttpStatus status) {
        return status.getReasonPhrase().toLowerCase(Locale.ROOT).replace(' ', '_');
    }
}
