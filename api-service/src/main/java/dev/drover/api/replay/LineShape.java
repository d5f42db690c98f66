package dev.drover.api.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line of a replay; for the description, since what an event tells differs from type to type.
 *
 * @param type an event's name in snake case, such as {@code server_started}, or what was done by the API, such as
 *     {@code key_revoked}
 * @param actor who did it by the API; of events of workers, see the command
 * @param stale written under a claim that was over
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.TRUE)
record LineShape(
        String type,
        Instant occurredAt,
        String topic,
        int partition,
        long offset,
        String cursor,
        @Nullable String eventId,
        @Nullable Long serverId,
        @Nullable Long appId,
        @Nullable String workerId,
        @Nullable Long claim,
        @Nullable Long sequence,
        @Nullable Long generation,
        @Nullable String desiredStatus,
        @Nullable String commandId,
        @Nullable String actor,
        @Nullable Boolean stale) {}
