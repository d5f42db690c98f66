package dev.drover.faults.audit;

import dev.drover.faults.evidence.StatusRow;
import dev.drover.faults.load.Managed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** When it is quiet: servers are what they should be. */
public final class SettledAudit {

    private SettledAudit() {}

    /** @param views what the API says of them */
    public static List<Violation> of(List<Managed> servers, Map<Long, StatusRow> views) {
        List<Violation> found = new ArrayList<>();
        for (Managed server : servers) {
            StatusRow view = views.get(server.id());
            if (view == null || !isSettled(server, view)) {
                found.add(new Violation("not settled", server + ": " + view));
            }
        }
        return found;
    }

    private static boolean isSettled(Managed server, StatusRow view) {
        return view.status().equals(view.desired())
                && (!server.shouldRun() || view.status().equals("running"));
    }
}
