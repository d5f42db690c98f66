package dev.drover.api.config;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A configuration as clients see it.
 *
 * @param configData as it was sent, each value of env and headers being {@code {"keep": true}}: sent again, it changes
 *     nothing
 * @param servers the ids of the servers that its entries are
 */
public record ConfigView(
        long configId,
        long appId,
        String name,
        @Nullable String protocolVersion,
        JsonNode configData,
        Map<String, Long> servers,
        Instant createdAt,
        Instant updatedAt) {}
