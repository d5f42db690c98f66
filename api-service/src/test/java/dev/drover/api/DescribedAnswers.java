package dev.drover.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Holds every answer of the service against its own description: the status is one of the operation's, the code of a
 * problem one of that status', and the body has the described form, with nothing more and nothing less. Any thread.
 */
final class DescribedAnswers {
    private final Supplier<JsonNode> source;
    private final Map<String, Pattern> paths = new ConcurrentHashMap<>();

    DescribedAnswers(Supplier<JsonNode> source) {
        this.source = source;
    }

    /** @throws AssertionError if the description does not say so */
    void check(String method, String path, int status, JsonNode body) {
        if ((path.startsWith("/internal") || path.startsWith("/mcp")) && status != 304 && !method.equals("HEAD")) {
            JsonNode description = source.get();
            List<String> faults = new ArrayList<>();
            operation(description, method, path.replaceFirst("\\?.*", ""), status, body, faults);
            if (!faults.isEmpty()) {
                throw new AssertionError("%s %s was answered with %d %s, which is not as described: %s"
                        .formatted(method, path, status, body, faults));
            }
        }
    }

    private void operation(
            JsonNode description, String method, String path, int status, JsonNode body, Collection<String> faults) {
        JsonNode responses = description.path("paths").properties().stream()
                .filter(entry -> matches(entry.getKey(), path))
                .sorted(Comparator.comparing(entry -> entry.getKey().contains("{")))
                .map(entry -> entry.getValue().path(method.toLowerCase(Locale.ROOT)))
                .filter(JsonNode::isObject)
                .findFirst()
                .map(operation -> operation.path("responses"))
                .orElse(null);
        JsonNode code = body.path("code");
        boolean isOfNoOperation = body.has("code")
                && description
                        .path("x-problems-of-no-operation")
                        .path(Integer.toString(status))
                        .toString()
                        .contains(code.toString());
        if (status >= 400 && isOfNoOperation) {
            return;
        }
        if (responses == null || !responses.has(Integer.toString(status))) {
            faults.add("no such status");
            return;
        }
        responses
                .path(Integer.toString(status))
                .path("content")
                .forEach(content -> new JsonShape(description, faults).check("", content.path("schema"), body));
    }

    private boolean matches(String template, String path) {
        return paths.computeIfAbsent(template, key -> Pattern.compile(key.replaceAll("\\{[^}]*}", "[^/]+")))
                .matcher(path)
                .matches();
    }
}
