package dev.drover.api.server;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.drover.api.definition.StoredDefinition;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A managed server as clients see it: its definition without secret values, and its status.
 *
 * @param configId of the configuration that it is an entry of; null: it was created by itself
 * @param env of a server with a {@code command}; null for others
 * @param headers of a server with a {@code url}; null for others
 */
public record ServerView(
        long serverId,
        long appId,
        long generation,
        String name,
        String description,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long configId,
        @JsonUnwrapped StoredDefinition definition,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, SecretView> env,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, SecretView> headers,
        @JsonUnwrapped StatusView state,
        Instant createdAt,
        Instant updatedAt) {

    /** Changes with any part of the representation; the part before the dot with the definition only. */
    @JsonIgnore
    public String etag() {
        return "\"" + generation + "." + Integer.toHexString(hashCode()) + "\"";
    }
}
