package dev.drover.api.projection;

import dev.drover.schemas.message.DesiredState;
import dev.drover.schemas.message.Event;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Writes events as a shard's owner does: numbered within a claim, a second apart. */
final class Shard {
    static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private final int number;
    private long claim;
    private long sequence;
    private long seconds;

    Shard(int number, long claim) {
        this.number = number;
        this.claim = claim;
    }

    /** The next owner takes over. */
    void claim(long next) {
        claim = next;
        sequence = 0;
    }

    Event event(long serverId, @Nullable DesiredState desired, SpecificRecord body) {
        return event(serverId, desired, null, body);
    }

    Event event(long serverId, @Nullable DesiredState desired, @Nullable String commandId, SpecificRecord body) {
        return next(serverId, desired, commandId, body).build();
    }

    /** An event of the shard itself. */
    Event event(SpecificRecord body) {
        return next(0, null, null, body).setServerId(null).setAppId(null).build();
    }

    /** The next event, to be made something special. */
    Event.Builder next(long serverId, @Nullable DesiredState desired, @Nullable String commandId, SpecificRecord body) {
        sequence++;
        return Event.newBuilder()
                .setEventId(number + "-" + claim + "-" + sequence)
                .setServerId(serverId)
                .setAppId(1L)
                .setOccurredAt(START.plusSeconds(seconds++))
                .setWorkerId("w-" + claim)
                .setShard(number)
                .setClaim(claim)
                .setSequence(sequence)
                .setGeneration(1L)
                .setDesired(desired)
                .setCommandId(commandId)
                .setBody(body);
    }
}
