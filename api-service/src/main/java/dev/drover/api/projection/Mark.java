package dev.drover.api.projection;

import dev.drover.schemas.message.Event;

/** Who wrote an event, and its place in the order of its shard. */
public record Mark(String workerId, int shard, long claim, long sequence) {
    static Mark of(Event event) {
        return new Mark(StoredJson.text(event.getWorkerId()), event.getShard(), event.getClaim(), event.getSequence());
    }

    boolean isAfter(Mark other) {
        return claim != other.claim ? claim > other.claim : sequence > other.sequence;
    }

    boolean sameClaim(Mark other) {
        return claim == other.claim;
    }
}
