package dev.drover.api.imports;

import dev.drover.api.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;

/**
 * A client's file: {@code {"mcpServers": {…}}}, VS Code's {@code {"servers": {…}}}, or the map of the entries alone.
 *
 * @param warnings of what stands beside the entries
 */
record ClientFile(Map<String, JsonNode> entries, List<String> warnings) {
    private static final List<String> WRAPPERS = List.of("mcpServers", "servers");

    static ClientFile of(JsonNode body) {
        if (!body.isObject()) {
            throw new Problem(HttpStatus.BAD_REQUEST, "malformed_json", "The body must be a JSON object.");
        }
        return WRAPPERS.stream()
                .filter(wrapper -> wraps(body, wrapper))
                .findFirst()
                .map(wrapper -> wrapped(body, wrapper))
                .orElseGet(() -> new ClientFile(entries(body), List.of()));
    }

    /** An entry may be called like a wrapper. */
    private static boolean wraps(JsonNode body, String wrapper) {
        JsonNode inner = body.path(wrapper);
        return inner.isObject()
                && !inner.path("command").isString()
                && !inner.path("url").isString();
    }

    private static ClientFile wrapped(JsonNode body, String wrapper) {
        List<String> warnings = new ArrayList<>();
        body.propertyNames().stream()
                .filter(name -> !name.equals(wrapper))
                .forEach(name -> warnings.add("'" + name + "' beside '" + wrapper + "' was left out."));
        return new ClientFile(entries(body.path(wrapper)), warnings);
    }

    private static Map<String, JsonNode> entries(JsonNode map) {
        Map<String, JsonNode> entries = new LinkedHashMap<>();
        map.properties().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
        return entries;
    }
}
