package dev.drover.worker.mcp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which arguments of which tools a server wants to see in headers, too (MCP 2026-07-28, {@code x-mcp-header}), as far as
 * its tools have been listed. Thread-safe.
 */
final class ToolHeaders {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final int DEEPEST = 20;

    private record Wanted(List<String> path, String header) {}

    private final Map<String, List<Wanted>> tools = new ConcurrentHashMap<>();

    /** @param answer to a request for a page of the list */
    void learn(String answer) {
        try {
            for (JsonNode tool : JSON.readTree(answer).at("/result/tools")) {
                List<Wanted> wanted = new ArrayList<>();
                collect(tool.path("inputSchema"), List.of(), wanted);
                tools.put(tool.path("name").asString(""), List.copyOf(wanted));
            }
        } catch (JacksonException e) {
            // whoever waits for the answer is told
        }
    }

    private static void collect(JsonNode schema, List<String> path, List<Wanted> wanted) {
        if (path.size() == DEEPEST) {
            return;
        }
        schema.path("properties").forEachEntry((name, property) -> {
            List<String> deeper = new ArrayList<>(path);
            deeper.add(name);
            String header = property.path("x-mcp-header").asString("");
            if (NAME.matcher(header).matches()) {
                wanted.add(new Wanted(deeper, "Mcp-Param-" + header));
            }
            collect(property, deeper, wanted);
        });
    }

    /** @param request a {@code tools/call} */
    Map<String, String> of(byte[] request) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (tools.values().stream().anyMatch(wanted -> !wanted.isEmpty())) {
            JsonNode params = JSON.readTree(request).path("params");
            JsonNode arguments = params.path("arguments");
            List<Wanted> wanted = tools.getOrDefault(params.path("name").asString(""), List.of());
            for (Wanted each : wanted) {
                String value = value(arguments, each.path());
                if (value != null) {
                    headers.put(each.header(), Stateless.encoded(value));
                }
            }
        }
        return headers;
    }

    private static @Nullable String value(JsonNode arguments, List<String> path) {
        JsonNode value = arguments;
        for (String name : path) {
            value = value.path(name);
        }
        return value.isString() || value.isIntegralNumber() || value.isBoolean() ? value.asString() : null;
    }
}
