package dev.drover.faults.evidence;

import dev.drover.schemas.message.Event;
import java.util.Map;

/**
 * The projection as it was at one moment.
 *
 * @param marks by shard, the last event that was in it
 */
public record Moment(Map<Integer, Mark> marks, Map<Long, StatusRow> rows) {

    /** A place in the order of a shard's events. */
    public record Mark(long claim, long sequence) {}

    /** Whether the event was in it. */
    public boolean holds(Event event) {
        Mark mark = marks.get(event.getShard());
        return mark != null
                && (event.getClaim() < mark.claim()
                        || (event.getClaim() == mark.claim() && event.getSequence() <= mark.sequence()));
    }
}
