package dev.drover.worker.supervision;

import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON without secrets, and still JSON: they are masked in its strings and numbers, never across its punctuation. */
final class MaskedJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    private MaskedJson() {}

    /**
     * The same text, character by character, if there is nothing to mask.
     *
     * @throws tools.jackson.core.JacksonException if it is not JSON
     */
    static String of(String json, UnaryOperator<String> masking) {
        JsonNode tree = JSON.readTree(json);
        JsonNode masked = masked(tree, masking);
        return masked.equals(tree) ? json : JSON.writeValueAsString(masked);
    }

    private static JsonNode masked(JsonNode node, UnaryOperator<String> masking) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode copy = JsonNodeFactory.instance.objectNode();
                for (Map.Entry<String, JsonNode> field : object.properties()) {
                    copy.set(masking.apply(field.getKey()), masked(field.getValue(), masking));
                }
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = JsonNodeFactory.instance.arrayNode();
                array.forEach(item -> copy.add(masked(item, masking)));
                yield copy;
            }
            case JsonNode scalar when scalar.isString() || scalar.isNumber() -> maskedScalar(scalar, masking);
            case JsonNode other -> other;
        };
    }

    private static JsonNode maskedScalar(JsonNode scalar, UnaryOperator<String> masking) {
        String text = scalar.asString();
        String masked = masking.apply(text);
        return masked.equals(text) ? scalar : JsonNodeFactory.instance.stringNode(masked);
    }
}
