package dev.drover.worker.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sees everything, at true time, and remembers what must not be. */
final class Witness {
    private final Time time;
    private final Map<Long, List<String>> alive = new TreeMap<>();
    private final Map<String, Integer> endings = new HashMap<>();
    private final List<String> journal = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();

    Witness(Time time) {
        this.time = time;
    }

    void note(String what) {
        if (!violations.isEmpty()) {
            return;
        }
        journal.add("%.3f %s".formatted(time.now() / 1e9, what));
    }

    void violation(String what) {
        note("VIOLATION " + what);
        violations.add(what);
    }

    void starts(long serverId, String process) {
        List<String> present = alive.computeIfAbsent(serverId, id -> new ArrayList<>());
        note(process + " runs");
        if (!present.isEmpty()) {
            violation("server %d runs twice: %s beside %s".formatted(serverId, process, present));
        }
        present.add(process);
    }

    void ends(long serverId, String process) {
        List<String> present = alive.get(serverId);
        if (present != null && present.remove(process)) {
            note(process + " is gone");
        }
    }

    int running(long serverId) {
        return alive.getOrDefault(serverId, List.of()).size();
    }

    void ended(String commandId) {
        if (endings.merge(commandId, 1, Integer::sum) > 1) {
            violation("command " + commandId + " ended twice");
        }
    }

    boolean hasEnded(String commandId) {
        return endings.containsKey(commandId);
    }

    List<String> violations() {
        return violations;
    }

    /** The last things that happened before a rule was broken. */
    String story() {
        return String.join("\n", journal.subList(Math.max(0, journal.size() - 100), journal.size()));
    }
}
