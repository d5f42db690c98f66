package dev.drover.api.audit;

import dev.drover.api.outbox.Outbox;
import dev.drover.schemas.MessageCodec;
import dev.drover.schemas.Topic;
import dev.drover.schemas.message.ApiEvent;
import dev.drover.schemas.message.ApiOutcome;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells auditors what the API did, in the transaction that did it: on {@code mcp.api-events}, through the outbox. Of
 * commands the outbox's relay tells by itself.
 */
public final class ApiEvents {
    private static final MessageCodec<ApiEvent> CODEC = new MessageCodec<>(ApiEvent.class);
    private static final String OF_NO_APP = "0";

    private final Outbox outbox;
    private final InstantSource clock;

    public ApiEvents(Outbox outbox, InstantSource clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * @param actor the caller's name
     * @param action in snake case and the past tense, such as {@code key_revoked}
     */
    public void done(String actor, @Nullable Long appId, @Nullable Long serverId, String action) {
        append(event(actor, appId, serverId, action, ApiOutcome.DONE));
    }

    /** @param code the problem's */
    public void refused(String actor, @Nullable Long appId, String code) {
        append(event(actor, appId, null, "access_refused", ApiOutcome.REFUSED).setCode(code));
    }

    private ApiEvent.Builder event(
            String actor, @Nullable Long appId, @Nullable Long serverId, String action, ApiOutcome outcome) {
        return ApiEvent.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setOccurredAt(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .setActor(actor)
                .setAppId(appId)
                .setServerId(serverId)
                .setAction(action)
                .setOutcome(outcome);
    }

    private void append(ApiEvent.Builder event) {
        String key = event.getAppId() == null ? OF_NO_APP : event.getAppId().toString();
        outbox.append(Topic.API_EVENTS.topicName(), key, CODEC.encode(event.build()));
    }
}
