package dev.drover.api.definition;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * A value of env or headers as a client sends it: the text itself, or {@code {"keep": true}} for the one that is stored.
 *
 * @param text null: not sent
 * @param keep null: not sent
 */
@JsonDeserialize(using = SentValue.Reader.class)
@Schema(
        description = "The value, or {\"keep\": true} for the one that is stored",
        oneOf = {String.class, SentValue.Keep.class})
public record SentValue(@Nullable String text, @Nullable Boolean keep) {

    public static SentValue of(String text) {
        return new SentValue(text, null);
    }

    /** A text is not for logs. */
    @Override
    public String toString() {
        return "***";
    }

    /** The object in place of a value. */
    record Keep(@Nullable Boolean keep) {}

    /** Reads either form. */
    static final class Reader extends ValueDeserializer<SentValue> {
        @Override
        public SentValue deserialize(JsonParser json, DeserializationContext context) {
            return json.currentToken() == JsonToken.START_OBJECT
                    ? new SentValue(null, context.readValue(json, Keep.class).keep())
                    : SentValue.of(context.readValue(json, String.class));
        }
    }
}
