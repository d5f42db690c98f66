package dev.drover.api.projection;

import dev.drover.schemas.message.CommandFailed;
import dev.drover.schemas.message.CommandRejected;
import dev.drover.schemas.message.CommandSucceeded;
import dev.drover.schemas.message.CommandSuperseded;
import dev.drover.schemas.message.Event;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * How a command ended: a row of {@code command_outcome}.
 *
 * @param error JSON {@code {code, message, superseded_by?}}, or null
 */
record OutcomeView(
        String commandId,
        long serverId,
        @Nullable Long appId,
        String outcome,
        boolean changed,
        @Nullable String error,
        Instant finishedAt) {

    /** The outcome that the event tells; null if it tells none. */
    static @Nullable OutcomeView of(Event event) {
        if (event.getCommandId() == null || event.getServerId() == null) {
            return null;
        }
        return switch (event.getBody()) {
            case CommandSucceeded done -> of(event, "succeeded", done.getChanged(), null);
            case CommandFailed failed -> of(event, "failed", true, error(failed.getCode(), failed.getMessage(), null));
            case CommandSuperseded late -> of(event, "superseded", true, superseded(late.getSupersededBy()));
            case CommandRejected no ->
                of(
                        event,
                        no.getCode().equals("EXPIRED") ? "expired" : "rejected",
                        false,
                        error(no.getCode(), no.getMessage(), null));
            default -> null;
        };
    }

    private static OutcomeView of(Event event, String outcome, boolean changed, @Nullable String error) {
        return new OutcomeView(
                StoredJson.text(event.getCommandId()),
                event.getServerId(),
                event.getAppId(),
                outcome,
                changed,
                error,
                event.getOccurredAt());
    }

    private static String superseded(String by) {
        return error("SUPERSEDED", "A later command changed the goal before this one reached it.", by);
    }

    private static String error(String code, String message, @Nullable String supersededBy) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("code", StoredJson.text(code))
                .put("message", StoredJson.text(message));
        if (supersededBy != null) {
            json.put("superseded_by", StoredJson.text(supersededBy));
        }
        return json.toString();
    }
}
