package dev.drover.api.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How a catalogue is answered; for the description, since the JSON is passed on as the server wrote it.
 *
 * @param items as the server listed them; only their names where {@code names_only} is true
 * @param observedAt null: never
 * @param stale it does not run now
 */
public record CatalogueShape(
        List<JsonNode> items,
        @Nullable Instant observedAt,
        boolean stale,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean namesOnly) {}
