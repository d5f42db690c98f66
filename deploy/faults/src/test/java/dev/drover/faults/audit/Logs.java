package dev.drover.faults.audit;

import dev.drover.faults.evidence.Life;
import dev.drover.faults.evidence.Sighting;
import dev.drover.faults.evidence.Sighting.Kind;
import dev.drover.schemas.message.DesiredState;
import dev.drover.schemas.message.Event;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Lines of logs as the tests write them, good and bad. */
final class Logs {

    static final long SERVER = 7;

    private Logs() {}

    static Life life(String worker, int run) {
        return new Life(SERVER, worker, "100-1", SERVER + "-" + run);
    }

    static Sighting seen(long at, Kind kind, Life life) {
        return new Sighting(at, kind, life, "");
    }

    static Event event(long claim, long sequence, @Nullable String commandId, Object body) {
        return event(claim, sequence, Instant.EPOCH, commandId, body);
    }

    static Event event(long claim, long sequence, Instant at, @Nullable String commandId, Object body) {
        return Event.newBuilder()
                .setEventId("3-" + claim + "-" + sequence)
                .setServerId(SERVER)
                .setAppId(1L)
                .setOccurredAt(at)
                .setWorkerId("w-1")
                .setShard(3)
                .setClaim(claim)
                .setSequence(sequence)
                .setDesired(DesiredState.RUNNING)
                .setCommandId(commandId)
                .setBody(body)
                .build();
    }
}
