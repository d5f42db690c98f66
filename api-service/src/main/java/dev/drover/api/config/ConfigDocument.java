package dev.drover.api.config;

import dev.drover.api.definition.DefinitionRequest;
import dev.drover.api.problem.Problem;
import dev.drover.api.problem.UnreadableJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The map of connections of a configuration.
 *
 * @param entries what each is to be defined as, not checked yet
 * @param kept the document without the values of its secrets
 */
record ConfigDocument(Map<String, DefinitionRequest> entries, ObjectNode kept) {
    private static final int MOST_ENTRIES = 100;
    private static final List<String> OF_SECRETS = List.of("env", "headers");

    /** @throws Problem if it is not such a map */
    static ConfigDocument of(String config, @Nullable JsonNode data, JsonMapper json) {
        if (!(data instanceof ObjectNode document) || document.size() > MOST_ENTRIES) {
            throw refused("must be an object of at most " + MOST_ENTRIES + " entries");
        }
        Map<String, DefinitionRequest> entries = new LinkedHashMap<>();
        document.forEachEntry((entry, definition) -> entries.put(entry, request(config, entry, definition, json)));
        return new ConfigDocument(entries, withoutSecrets(document));
    }

    private static DefinitionRequest request(String config, String entry, JsonNode definition, JsonMapper json) {
        if (!definition.isObject() || entry.isBlank()) {
            throw refused("must have names, and an object for each");
        }
        try {
            DefinitionRequest request = json.treeToValue(definition, DefinitionRequest.class);
            refuse(entry, "name", request.name());
            refuse(entry, "app_id", request.appId());
            refuse(entry, "start", request.start());
            return request.named(config + "/" + entry);
        } catch (JacksonException e) {
            throw UnreadableJson.of(e).with("entry", entry);
        }
    }

    /** An entry is called by its key, is of its configuration's app, and is started by a command. */
    private static void refuse(String entry, String field, @Nullable Object value) {
        if (value != null) {
            throw new Problem(
                            HttpStatus.UNPROCESSABLE_CONTENT,
                            "field_not_applicable",
                            "'" + field + "' does not belong to an entry of a configuration.")
                    .with("field", field)
                    .with("entry", entry);
        }
    }

    private static ObjectNode withoutSecrets(ObjectNode document) {
        ObjectNode kept = document.deepCopy();
        kept.forEach(entry -> OF_SECRETS.stream()
                .map(entry::path)
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .forEach(ConfigDocument::hide));
        return kept;
    }

    private static void hide(ObjectNode values) {
        List.copyOf(values.propertyNames())
                .forEach(name -> values.putObject(name).put("keep", true));
    }

    private static Problem refused(String rule) {
        return new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "invalid_field", "'config_data' " + rule + ".")
                .with("field", "config_data");
    }
}
