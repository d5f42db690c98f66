package dev.drover.faults.audit;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import dev.drover.faults.evidence.Life;
import dev.drover.faults.evidence.MarkedProcess;
import dev.drover.faults.evidence.StatusRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** When it is quiet: each server that is said to run has one life, under the worker that is said to have it; no other lives. */
public final class ProcessAudit {

    private ProcessAudit() {}

    /**
     * @param processes all that bear a server's mark
     * @param views what the API says of the servers
     * @param incarnations of the workers that run
     */
    public static List<Violation> of(
            List<MarkedProcess> processes, Map<Long, StatusRow> views, Map<String, String> incarnations) {
        Map<Long, Set<Life>> lives = processes.stream()
                .map(MarkedProcess::life)
                .collect(groupingBy(Life::serverId, mapping(life -> life, toSet())));
        List<Violation> found = new ArrayList<>();
        views.values().stream()
                .filter(view -> view.status().equals("running") && !lives.containsKey(view.serverId()))
                .map(view -> new Violation("no process", view + " has none"))
                .forEach(found::add);
        lives.forEach((id, each) -> {
            if (each.size() > 1) {
                found.add(new Violation("duplicate process", "server " + id + " has " + each));
            }
            each.stream()
                    .filter(life -> isOrphan(life, views, incarnations))
                    .map(life -> new Violation("orphan", life + " lives, and the API says " + views.get(id)))
                    .forEach(found::add);
        });
        return found;
    }

    private static boolean isOrphan(Life life, Map<Long, StatusRow> views, Map<String, String> incarnations) {
        StatusRow view = views.get(life.serverId());
        return view == null
                || view.status().equals("stopped")
                || view.status().equals("failed")
                || !life.worker().equals(view.worker())
                || !life.incarnation().equals(incarnations.get(life.worker()));
    }
}
