package dev.drover.faults.audit;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.drover.faults.evidence.BootClock;
import dev.drover.faults.evidence.Life;
import dev.drover.faults.evidence.Sighting;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** No server lives twice at one time, and no process outlives its lease or its worker. By the witnesses' word alone. */
public final class LivesAudit {

    private LivesAudit() {}

    private record Span(Life life, long first, long last) {
        static Span of(Life life, List<Sighting> sightings) {
            return new Span(life, sightings.getFirst().at(), sightings.getLast().at());
        }
    }

    /** @param sightings in the order of time */
    public static List<Violation> of(List<Sighting> sightings, Collection<Ban> bans) {
        List<Violation> found = new ArrayList<>();
        locks(sightings, found);
        overlaps(sightings, found);
        bans.forEach(ban -> outlived(ban, sightings, found));
        return found;
    }

    private static void locks(List<Sighting> sightings, List<Violation> found) {
        sightings.stream()
                .filter(sighting -> sighting.kind() == Sighting.Kind.VIOLATION)
                .map(sighting -> new Violation(
                        "duplicate process",
                        sighting.life() + " began at " + seconds(sighting.at())
                                + " while another life of its server held the lock"))
                .forEach(found::add);
    }

    private static void overlaps(List<Sighting> sightings, List<Violation> found) {
        Map<Long, List<Sighting>> servers =
                sightings.stream().collect(groupingBy(Sighting::serverId, TreeMap::new, toList()));
        for (List<Sighting> server : servers.values()) {
            List<Span> spans = server.stream().collect(groupingBy(Sighting::life)).entrySet().stream()
                    .map(life -> Span.of(life.getKey(), life.getValue()))
                    .sorted(Comparator.comparingLong(Span::first))
                    .toList();
            Span longest = spans.getFirst();
            for (Span later : spans.subList(1, spans.size())) {
                if (later.first() < longest.last()) {
                    found.add(new Violation(
                            "duplicate process",
                            later.life() + " began at " + seconds(later.first()) + ", " + longest.life()
                                    + " lived until " + seconds(longest.last())));
                }
                longest = later.last() > longest.last() ? later : longest;
            }
        }
    }

    private static void outlived(Ban ban, List<Sighting> sightings, List<Violation> found) {
        Map<Life, List<Sighting>> offenders =
                sightings.stream().filter(ban::forbids).collect(groupingBy(Sighting::life));
        offenders.forEach((life, seen) -> found.add(new Violation(
                "outlived",
                life + " lived " + seconds(seen.getLast().at() - ban.from()) + " too long: " + ban.reason())));
    }

    private static String seconds(long centis) {
        return String.format(Locale.ROOT, "%.2f s", BootClock.seconds(centis));
    }
}
