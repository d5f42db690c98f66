package dev.drover.api.projection;

import java.math.BigDecimal;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON that a server wrote, as a column of PostgreSQL keeps it and readers can have it back: texts as {@link
 * StoredJson#text} has them, and every number with all of its digits. A number that would not come back is kept as the
 * text that it was written as. All of it is one text if it is not JSON after all.
 */
final class WrittenJson {
    /** What those who read the column accept; Jackson's own limit. */
    private static final int LONGEST_NUMBER = StreamReadConstraints.DEFAULT_MAX_NUM_LEN;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final JsonMapper MAPPER = new JsonMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build());

    private final JsonParser json;

    /** Whether the column writes a number's exponent out. */
    private final boolean isBinary;

    private WrittenJson(JsonParser json, boolean isBinary) {
        this.json = json;
        this.isBinary = isBinary;
    }

    /** For a column of type {@code json}, which keeps what it is given. */
    static JsonNode forJson(String written) {
        return read(written, false);
    }

    /** For a column of type {@code jsonb}, which keeps a number as its digits. */
    static JsonNode forJsonb(String written) {
        return read(written, true);
    }

    private static JsonNode read(String written, boolean isBinary) {
        try (JsonParser parser = MAPPER.createParser(written)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return text(written);
            }
            JsonNode read = new WrittenJson(parser, isBinary).value(first);
            return parser.nextToken() == null ? read : text(written);
        } catch (JacksonException e) {
            return text(written);
        }
    }

    private JsonNode value(JsonToken first) {
        return switch (first) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(json.getString());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            default -> text(json.getString());
        };
    }

    private ObjectNode object() {
        ObjectNode object = NODES.objectNode();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = StoredJson.text(json.currentName());
            object.set(name, value(json.nextToken()));
        }
        return object;
    }

    private ArrayNode array() {
        ArrayNode array = NODES.arrayNode();
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            array.add(value(token));
        }
        return array;
    }

    private JsonNode number(String written) {
        if (written.length() > LONGEST_NUMBER) {
            return text(written);
        }
        try {
            BigDecimal number = new BigDecimal(written);
            return length(number) > LONGEST_NUMBER ? text(written) : NODES.numberNode(number);
        } catch (NumberFormatException e) {
            // Its exponent has more than 32 bits.
            return text(written);
        }
    }

    /** In characters, as the column gives it back. */
    private long length(BigDecimal number) {
        if (!isBinary) {
            return number.toString().length();
        }
        long whole = Math.max(1, (long) number.precision() - number.scale());
        long fraction = number.scale() > 0 ? 1 + (long) number.scale() : 0;
        return (number.signum() < 0 ? 1 : 0) + whole + fraction;
    }

    private static JsonNode text(String raw) {
        return NODES.stringNode(StoredJson.text(raw));
    }
}
