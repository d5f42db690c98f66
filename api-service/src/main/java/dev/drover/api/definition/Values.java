package dev.drover.api.definition;

import java.util.Map;
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

    /** The value that is sent, or the stored one that is to be kept. */
    static Secret secret(String field, String name, @Nullable SentValue sent, Map<String, Secret> stored) {
        String text = sent == null ? null : sent.text();
        if (sent == null || text != null) {
            return new Secret.Sent(present(field, text));
        }
        if (!Boolean.TRUE.equals(sent.keep())) {
            throw InvalidDefinition.problem(
                    "invalid_field", field, "'" + field + "' must be a string or {\"keep\": true}.");
        }
        Secret kept = stored.get(name);
        if (kept == null) {
            throw InvalidDefinition.problem(
                    "nothing_to_keep",
                    field,
                    "There is no value of '" + field + "' to keep.",
                    "Send the value itself.");
        }
        return kept;
    }
}
