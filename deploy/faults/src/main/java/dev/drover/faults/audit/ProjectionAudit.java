package dev.drover.faults.audit;

import dev.drover.faults.evidence.StatusRow;
import dev.drover.schemas.message.Event;
import dev.drover.schemas.message.ServerCrashed;
import dev.drover.schemas.message.ServerDefined;
import dev.drover.schemas.message.ServerFailed;
import dev.drover.schemas.message.ServerRemoved;
import dev.drover.schemas.message.ServerStarted;
import dev.drover.schemas.message.ServerStarting;
import dev.drover.schemas.message.ServerStopped;
import dev.drover.schemas.message.ServerStopping;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is shown is what the log says: the rows are the fold of the events, and the API's answers are the rows. */
public final class ProjectionAudit {

    private static final String RULE = "projection";

    private ProjectionAudit() {}

    /**
     * @param rows of the projection
     * @param views what the API answers
     */
    public static List<Violation> of(List<Event> events, Map<Long, StatusRow> rows, Map<Long, StatusRow> views) {
        List<Violation> found = new ArrayList<>();
        Map<Long, StatusRow> folded = fold(events);
        if (!folded.keySet().equals(rows.keySet())) {
            found.add(new Violation(RULE, "the log has servers " + folded.keySet() + ", the rows " + rows.keySet()));
        }
        rows.forEach((id, row) -> {
            StatusRow said = folded.get(id);
            if (said != null && !(agree(said, row) && Objects.equals(said.worker(), row.worker()))) {
                found.add(new Violation(RULE, "the log comes to " + said + ", the row is " + row));
            }
            StatusRow view = views.get(id);
            if (view == null || !agree(view, row) || !Objects.equals(view.pid(), row.pid())) {
                found.add(new Violation(RULE, "the row is " + row + ", the API says " + view));
            }
        });
        return found;
    }

    private static boolean agree(StatusRow one, StatusRow other) {
        return one.status().equals(other.status()) && one.desired().equals(other.desired());
    }

    /** Written apart from the API's own, so that one mistake is not made twice. Says nothing of processes. */
    static Map<Long, StatusRow> fold(List<Event> events) {
        Map<Long, StatusRow> rows = new TreeMap<>();
        Set<Long> removed = new HashSet<>();
        for (Event event : events) {
            Long id = event.getServerId();
            if (id == null || event.getAppId() == null || removed.contains(id)) {
                continue;
            }
            if (event.getBody() instanceof ServerRemoved) {
                rows.remove(id);
                removed.add(id);
            } else if (rows.containsKey(id) || event.getBody() instanceof ServerDefined) {
                rows.put(id, after(rows.get(id), event, id));
            }
        }
        return rows;
    }

    private static StatusRow after(@Nullable StatusRow before, Event event, long id) {
        String status = before == null ? "stopped" : before.status();
        String desired = before == null ? "stopped" : before.desired();
        if (event.getDesired() != null) {
            desired = event.getDesired().name().toLowerCase(Locale.ROOT);
        }
        status = switch (event.getBody()) {
            case ServerStarting _ -> "starting";
            case ServerStarted _ -> "running";
            case ServerStopping _ -> "stopping";
            case ServerStopped _ -> "stopped";
            case ServerCrashed _ -> "backing_off";
            case ServerFailed _ -> "failed";
            default -> status;
        };
        return new StatusRow(id, desired, status, event.getWorkerId(), null);
    }
}
