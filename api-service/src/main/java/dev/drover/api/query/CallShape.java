package dev.drover.api.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How a tool's result is answered; for the description, since the JSON is passed on as the server wrote it. */
public record CallShape(
        List<JsonNode> content,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode structuredContent,
        boolean isError) {}
