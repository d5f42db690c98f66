package dev.drover.api.server;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is known of a server's run, as clients see it.
 *
 * @param observedGeneration of the definition that the owner knows; null: of none yet
 * @param status since when: {@code statusSince}
 * @param pid root of its process tree as the worker's host sees it
 * @param restarts automatic starts since the last command
 */
public record StatusView(
        @Nullable Long observedGeneration,

        @Schema(allowableValues = {"running", "stopped", "removed"})
        String desiredStatus,

        @Schema(allowableValues = {"stopped", "starting", "running", "stopping", "backing_off", "failed", "unknown"})
        String status,

        Instant statusSince,
        @Nullable Long pid,
        @Nullable String workerId,
        int restarts,
        @Nullable Instant nextAttemptAt,
        @Nullable String protocolVersion,
        @Nullable ServerInfo serverInfo,
        @Schema(type = "object") @Nullable JsonNode capabilities,
        @Nullable Integer toolCount,
        @Nullable LastError lastError) {}
