package dev.drover.api.definition;

import dev.drover.api.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** The 422 of a definition that breaks a rule; names the field, never repeats a value. */
final class InvalidDefinition {
    private InvalidDefinition() {}

    static Problem problem(String code, String field, String detail) {
        return problem(code, field, detail, null);
    }

    static Problem problem(String code, String field, String detail, @Nullable String hint) {
        return new Problem(HttpStatus.UNPROCESSABLE_CONTENT, code, detail, hint).with("field", field);
    }
}
