package dev.drover.api.projection;

import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON as it goes into PostgreSQL, made of Avro records. PostgreSQL's {@code jsonb} takes neither U+0000 nor half a
 * surrogate pair, and a server may well write either: both become U+FFFD.
 */
final class StoredJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final char REPLACEMENT = '\uFFFD';

    private StoredJson() {}

    /** The text without what PostgreSQL cannot keep. */
    static String text(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return replaced(raw);
            }
        }
        return raw;
    }

    static @Nullable String textOrNull(@Nullable String raw) {
        return raw == null ? null : text(raw);
    }

    /** The record's fields under their own names, without those that are null; enum symbols in lower case. */
    static ObjectNode of(SpecificRecord message) {
        ObjectNode json = NODES.objectNode();
        for (Schema.Field field : message.getSchema().getFields()) {
            Object value = message.get(field.pos());
            if (value != null) {
                json.set(field.name(), node(value));
            }
        }
        return json;
    }

    static JsonNode node(Object value) {
        return switch (value) {
            case SpecificRecord message -> of(message);
            case Collection<?> items -> {
                ArrayNode array = NODES.arrayNode();
                items.forEach(item -> array.add(node(item)));
                yield array;
            }
            case Enum<?> symbol -> NODES.stringNode(symbol.name().toLowerCase(Locale.ROOT));
            case Boolean flag -> NODES.booleanNode(flag);
            case Integer number -> NODES.numberNode(number);
            case Long number -> NODES.numberNode(number);
            case Instant time -> NODES.stringNode(time.toString());
            default -> NODES.stringNode(text(value.toString()));
        };
    }

    private static String replaced(String raw) {
        StringBuilder clean = new StringBuilder(raw.length());
        raw.codePoints()
                .map(point -> point == 0 || isHalfPair(point) ? REPLACEMENT : point)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static boolean isHalfPair(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
