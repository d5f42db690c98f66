package dev.drover.faults.audit;

import dev.drover.faults.evidence.BootClock;
import dev.drover.faults.evidence.Sighting;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How a fault was felt by servers that nobody told anything: whether they were started anew, and how long they were gone. */
public final class RestartAudit {

    private RestartAudit() {}

    /**
     * What must not happen where a fault is none of the servers' business.
     *
     * @param sightings of the time from the fault on
     */
    public static List<Violation> of(List<Sighting> sightings, Collection<Long> steady) {
        return sightings.stream()
                .filter(sighting -> sighting.kind() == Sighting.Kind.START && steady.contains(sighting.serverId()))
                .map(sighting -> new Violation("needless restart", sighting.life() + " began"))
                .toList();
    }

    /**
     * Of these servers, the longest time that one was not seen alive, in centiseconds.
     *
     * @param sightings of the time from the fault on
     */
    public static long longestGap(List<Sighting> sightings, Collection<Long> steady) {
        Map<Long, Long> last = new HashMap<>();
        long longest = 0;
        for (Sighting sighting : sightings) {
            if (steady.contains(sighting.serverId())) {
                Long before = last.put(sighting.serverId(), sighting.at());
                longest = before == null ? longest : Math.max(longest, sighting.at() - before);
            }
        }
        return longest;
    }

    /** For people. */
    public static String felt(List<Sighting> sightings, Collection<Long> steady) {
        long restarts = of(sightings, steady).size();
        return String.format(
                Locale.ROOT,
                "%d restarts, longest gap %.1f s",
                restarts,
                BootClock.seconds(longestGap(sightings, steady)));
    }
}
