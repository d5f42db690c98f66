package dev.drover.api.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How a resource is answered; for the description, since the JSON is passed on as the server wrote it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ResourceShape(@Nullable List<JsonNode> contents) {}
