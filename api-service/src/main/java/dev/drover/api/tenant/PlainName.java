package dev.drover.api.tenant;

import dev.drover.api.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** The name of an app or a key: one line that people read. */
public final class PlainName {
    private static final int MAX_LENGTH = 255;

    private PlainName() {}

    /** @throws Problem 422 about the field {@code name} */
    public static String checked(@Nullable String name) {
        if (name == null || name.isBlank()) {
            throw invalid("name_required", "'name' is required and must not be blank.");
        }
        if (name.length() > MAX_LENGTH) {
            throw invalid("name_too_long", "'name' must have at most " + MAX_LENGTH + " characters.");
        }
        if (name.chars().anyMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c))) {
            throw invalid("invalid_characters", "'name' holds a control character or an unusual one.");
        }
        return name;
    }

    private static Problem invalid(String code, String detail) {
        return new Problem(HttpStatus.UNPROCESSABLE_CONTENT, code, detail).with("field", "name");
    }
}
