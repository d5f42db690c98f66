package dev.drover.api.router;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.api.audit.ApiEvents;
import dev.drover.api.limit.RateLimit;
import dev.drover.api.outbox.Outbox;
import dev.drover.api.problem.BodyLimit;
import dev.drover.api.problem.Problem;
import dev.drover.api.tenant.Caller;
import dev.drover.schemas.MessageCodec;
import dev.drover.schemas.Sharding;
import dev.drover.schemas.Topic;
import dev.drover.schemas.message.Callback;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes what servers call the platform with, and has the outbox publish it, so that none is lost while Kafka is down. */
public final class Callbacks {
    private static final MessageCodec<Callback> CODEC = new MessageCodec<>(Callback.class);

    private final TransactionTemplate transactions;
    private final Outbox outbox;
    private final ApiEvents events;
    private final InstantSource clock;
    private final RateLimit<Long> limit;

    /** @param limit of each server */
    public Callbacks(
            TransactionTemplate transactions,
            Outbox outbox,
            ApiEvents events,
            InstantSource clock,
            RateLimit<Long> limit) {
        this.transactions = transactions;
        this.outbox = outbox;
        this.events = events;
        this.clock = clock;
        this.limit = limit;
    }

    /**
     * @param payload JSON
     * @return its id
     * @throws Problem 413 or 429 if it is too large, or one too many
     */
    String take(Caller server, long serverId, long appId, String event, String payload) {
        if (payload.getBytes(UTF_8).length > BodyLimit.CALLBACK_BYTES) {
            throw BodyLimit.callbackTooLarge();
        }
        limit.spend(serverId).ifPresent(pause -> {
            throw new Problem(
                            HttpStatus.TOO_MANY_REQUESTS,
                            "too_many_callbacks",
                            "A server may call back " + limit.perMinute() + " times a minute.",
                            "Wait as long as Retry-After says.")
                    .retryAfter(pause);
        });
        String id = UUID.randomUUID().toString();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        byte[] message = CODEC.encode(new Callback(id, serverId, appId, now, event, payload));
        transactions.executeWithoutResult(_ -> {
            outbox.append(Topic.CALLBACKS.topicName(), Sharding.key(serverId), message);
            events.done(server.name(), appId, serverId, "callback_received");
        });
        return id;
    }
}
