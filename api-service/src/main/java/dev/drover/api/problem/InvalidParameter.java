package dev.drover.api.problem;

import org.springframework.http.HttpStatus;

/** A parameter or header of a request that cannot be read, or lies out of its range. */
public final class InvalidParameter {
    private InvalidParameter() {}

    /** @param rule what it must be, to follow its name in a sentence */
    public static Problem problem(String name, String rule) {
        return new Problem(HttpStatus.BAD_REQUEST, "invalid_parameter", "'" + name + "' " + rule + ".")
                .with("field", name);
    }
}
