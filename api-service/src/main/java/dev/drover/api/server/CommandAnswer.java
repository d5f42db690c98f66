package dev.drover.api.server;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.drover.api.command.CommandError;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A command that was taken, and the server as it is now.
 *
 * @param outcome null while there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CommandAnswer(
        String commandId,
        long serverId,
        String status,
        String desiredStatus,

        @Schema(allowableValues = {"succeeded", "failed", "superseded", "rejected", "expired"}) @Nullable
        String outcome,

        @Nullable CommandError error) {}
