package dev.drover.api.definition;

import java.nio.charset.StandardCharsets;
import java.util.function.IntPredicate;

/** Which strings are text that PostgreSQL, Kafka and an operating system all take. */
final class PlainText {
    private PlainText() {}

    /** No NUL, and no half of a surrogate pair. */
    static void check(String field, String value) {
        if (value.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw InvalidDefinition.problem(
                    "invalid_characters", field, "'" + field + "' holds a NUL or a broken Unicode character.");
        }
    }

    /** One line besides: no control characters. */
    static void checkLine(String field, String value) {
        check(field, value);
        IntPredicate isControl = Character::isISOControl;
        if (value.chars().anyMatch(isControl)) {
            throw InvalidDefinition.problem(
                    "invalid_characters", field, "'" + field + "' holds a control character, such as a line break.");
        }
    }
}
