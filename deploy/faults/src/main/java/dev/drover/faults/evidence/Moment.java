package dev.drover.faults.evidence;

import dev.drover.schemas.message.Event;
import java.time.Instant;
import java.util.Map;

/**
 * The projection as it was at one moment.
 *
 * @param at by the clock of this machine, which the services share
 * @param marks by shard, the last event that was in it
 */
public record Moment(Instant at, Map<Integer, Mark> marks, Map<Long, ServerRow> rows) {

    /** A place in the order of a shard's events. */
    public record Mark(long claim, long sequence, Instant occurredAt) {}

    /** Whether the event was in it. */
    public boolean holds(Event event) {
        Mark mark = marks.get(event.getShard());
        return mark != null
                && (event.getClaim() < mark.claim()
                        || (event.getClaim() == mark.claim() && event.getSequence() <= mark.sequence()));
    }
}
