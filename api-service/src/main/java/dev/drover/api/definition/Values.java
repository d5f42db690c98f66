package dev.drover.api.definition;

import org.jspecify.annotations.Nullable;

/** Elements of lists and maps, which JSON lets be null. */
final class Values {
    private Values() {}

    static String present(String field, @Nullable String value) {
        if (value == null) {
            throw InvalidDefinition.problem("invalid_field", field, "'" + field + "' must be a string, not null.");
        }
        PlainText.check(field, value);
        return value;
    }
}
