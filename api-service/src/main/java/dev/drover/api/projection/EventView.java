package dev.drover.api.projection;

import dev.drover.schemas.message.CatalogueChanged;
import dev.drover.schemas.message.Event;
import dev.drover.schemas.message.ServerStarted;
import java.time.Instant;
import java.util.Locale;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event as clients read it: a row of {@code server_event}.
 *
 * @param type the event's name in snake case
 * @param detail a JSON object: the fields of the event's body
 */
record EventView(
        String eventId,
        @Nullable Long serverId,
        @Nullable Long appId,
        String type,
        Instant occurredAt,
        Mark mark,
        @Nullable Long generation,
        @Nullable String commandId,
        String detail) {
    private static final ClassValue<String> TYPES = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> body) {
            return body.getSimpleName().replaceAll("(?<!^)(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
        }
    };

    static EventView of(Event event) {
        return new EventView(
                StoredJson.text(event.getEventId()),
                event.getServerId(),
                event.getAppId(),
                type(event),
                event.getOccurredAt(),
                Mark.of(event),
                event.getGeneration(),
                StoredJson.textOrNull(event.getCommandId()),
                detail(event).toString());
    }

    private static String type(Event event) {
        return TYPES.get(event.getBody().getClass());
    }

    private static ObjectNode detail(Event event) {
        ObjectNode json = StoredJson.of((SpecificRecord) event.getBody());
        switch (event.getBody()) {
            case ServerStarted started -> json.set("capabilities", WrittenJson.forJsonb(started.getCapabilities()));
            // A catalogue is kept once, in its own table.
            case CatalogueChanged _ -> json.remove("content");
            default -> {}
        }
        return json;
    }
}
