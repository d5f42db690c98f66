package dev.drover.worker.mcp;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.json.JsonMapper;

/** A JSON text kept character by character as it came, so that no field is lost and no number changes. */
record RawJson(String text) {
    private static final JsonMapper JSON = JsonMapper.shared();

    @Override
    @JsonValue
    @JsonRawValue
    public String text() {
        return text;
    }

    /**
     * The texts of an object's fields, in their order.
     *
     * @throws StreamReadException if this is not one JSON object
     */
    Map<String, RawJson> fields() {
        Map<String, RawJson> fields = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new StreamReadException(parser, "not a JSON object");
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                fields.put(parser.currentName(), nextValue(parser));
            }
            if (parser.nextToken() != null) {
                throw new StreamReadException(parser, "more than one JSON value");
            }
        }
        return fields;
    }

    private RawJson nextValue(JsonParser parser) {
        parser.nextToken();
        long start = parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        parser.finishToken();
        long end = parser.currentLocation().getCharOffset();
        return new RawJson(text.substring((int) start, (int) end));
    }

    boolean isObject() {
        return text.startsWith("{");
    }

    boolean isArray() {
        return text.startsWith("[");
    }

    boolean isNull() {
        return text.equals("null");
    }

    /** The string that this is, or null if it is something else. */
    @Nullable
    String string() {
        return text.startsWith("\"") ? JSON.readValue(text, String.class) : null;
    }

    /** What stands between the brackets of an array. */
    String items() {
        return text.substring(1, text.length() - 1).strip();
    }

    /** Its size only: a log must not hold what servers and their callers say to each other. */
    @Override
    public String toString() {
        return "JSON of " + text.length() + " characters";
    }
}
