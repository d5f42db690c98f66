package dev.drover.api.query;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** MCP results in the shape of the HTTP contract: our names for the envelope, what the server said as it is. */
final class McpResults {
    private McpResults() {}

    /** MCP {@code CallToolResult}. */
    static ObjectNode ofCall(JsonNode result) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("content", result.path("content").isArray() ? result.get("content") : answer.arrayNode());
        if (result.hasNonNull("structuredContent")) {
            answer.set("structured_content", result.get("structuredContent"));
        }
        return answer.put("is_error", result.path("isError").asBoolean(false));
    }

    /** These members of the result, where they are, and nothing else of it. */
    static ObjectNode only(JsonNode result, String... members) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        for (String member : members) {
            if (result.hasNonNull(member)) {
                answer.set(member, result.get(member));
            }
        }
        return answer;
    }
}
