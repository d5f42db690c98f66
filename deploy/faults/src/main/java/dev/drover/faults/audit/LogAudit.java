package dev.drover.faults.audit;

import dev.drover.schemas.message.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The events of a shard are written by one owner at a time: their claims, and the numbers within a claim, only grow. */
public final class LogAudit {

    private LogAudit() {}

    private record Mark(long claim, long sequence) {
        boolean isAfter(Mark other) {
            return claim > other.claim || (claim == other.claim && sequence > other.sequence);
        }
    }

    /** @param events those of a shard in the order of the log */
    public static List<Violation> of(List<Event> events) {
        Map<Integer, Mark> last = new HashMap<>();
        List<Violation> found = new ArrayList<>();
        for (Event event : events) {
            Mark mark = new Mark(event.getClaim(), event.getSequence());
            Mark before = last.put(event.getShard(), mark);
            if (before != null && !mark.isAfter(before)) {
                found.add(new Violation(
                        "fencing",
                        "in shard " + event.getShard() + " " + event.getEventId() + " came after " + before));
            }
        }
        return found;
    }
}
