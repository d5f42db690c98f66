package dev.drover.api.server;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A command that was taken, and the server as it is now.
 *
 * @param outcome null while there is none
 * @param error of the command: {@code code} and {@code message}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CommandAnswer(
        String commandId,
        long serverId,
        String status,
        String desiredStatus,

        @Schema(allowableValues = {"succeeded", "failed", "superseded", "rejected", "expired"}) @Nullable
        String outcome,

        @Schema(type = "object") @Nullable JsonNode error) {}
