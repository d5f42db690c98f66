package dev.drover.api.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a history is answered; for the description, since what an event tells differs from type to type. */
record HistoryShape(List<HistoryEvent> items, @Nullable String nextCursor) {

    /** @param type the event's name in snake case, such as {@code server_started} */
    @Schema(additionalProperties = Schema.AdditionalPropertiesValue.TRUE)
    record HistoryEvent(
            String eventId,
            String type,
            Instant occurredAt,
            String workerId,
            long claim,
            long sequence,
            @Nullable Long generation,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String commandId) {}
}
