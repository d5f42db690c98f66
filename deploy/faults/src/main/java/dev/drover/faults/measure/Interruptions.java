package dev.drover.faults.measure;

import static java.util.stream.Collectors.groupingBy;

import dev.drover.faults.evidence.BootClock;
import dev.drover.faults.evidence.Life;
import dev.drover.faults.evidence.Sighting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How long servers had no process between two lives, in seconds, by server. Pure. */
record Interruptions(Map<Long, List<Double>> byServer) {
    /** A life as it was seen, by the boot clock. */
    private record Span(long first, long last) {}

    /** @param sightings from a moment on at which the servers lived; each that was seen at all is counted */
    static Interruptions of(List<Sighting> sightings) {
        Map<Long, List<Double>> found = new TreeMap<>();
        sightings.stream()
                .collect(groupingBy(Sighting::serverId))
                .forEach((server, seen) -> found.put(server, between(spans(seen))));
        return new Interruptions(found);
    }

    private static List<Span> spans(List<Sighting> ofServer) {
        Map<Life, List<Sighting>> lives = ofServer.stream().collect(groupingBy(Sighting::life));
        return lives.values().stream()
                .map(life -> new Span(
                        life.stream().mapToLong(Sighting::at).min().orElseThrow(),
                        life.stream().mapToLong(Sighting::at).max().orElseThrow()))
                .sorted(Comparator.comparingLong(Span::first))
                .toList();
    }

    private static List<Double> between(List<Span> spans) {
        List<Double> gaps = new ArrayList<>();
        for (int i = 1; i < spans.size(); i++) {
            gaps.add(BootClock.seconds(spans.get(i).first() - spans.get(i - 1).last()));
        }
        return gaps;
    }

    /** Of each server the longest; of one without any 0. */
    List<Double> longest() {
        return byServer.values().stream()
                .map(gaps ->
                        gaps.stream().mapToDouble(Double::doubleValue).max().orElse(0))
                .toList();
    }

    /** Of each server how many. */
    List<Double> counts() {
        return byServer.values().stream().map(gaps -> (double) gaps.size()).toList();
    }

    double total() {
        return counts().stream().mapToDouble(Double::doubleValue).sum();
    }
}
