package dev.drover.api.replay;

import dev.drover.schemas.message.ApiEvent;
import dev.drover.schemas.message.Event;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record of the log.
 *
 * @param place where it stands in the order of all
 * @param record as it lies in Kafka
 * @param content an {@link Event}, an {@link ApiEvent}, or {@link Unreadable}
 * @param isStale whether it was written under a claim that was over: a later one had been seen in its shard
 */
public record LogEntry(Place place, ConsumerRecord<byte[], byte[]> record, Object content, boolean isStale) {
    /** It is no event that this release can read. */
    public record Unreadable(String reason) {}

    @Nullable
    Long serverId() {
        return switch (content) {
            case Event event -> event.getServerId();
            case ApiEvent event -> event.getServerId();
            default -> null;
        };
    }

    @Nullable
    Long appId() {
        return switch (content) {
            case Event event -> event.getAppId();
            case ApiEvent event -> event.getAppId();
            default -> null;
        };
    }

    /** In snake case: the name of an event's body, or what somebody did by the API. */
    String type() {
        return switch (content) {
            case Event event -> TypeNames.of(event.getBody());
            case ApiEvent event -> event.getAction();
            default -> TypeNames.UNREADABLE;
        };
    }
}
