package dev.drover.faults.audit;

import dev.drover.faults.evidence.Moment;
import dev.drover.faults.evidence.StatusRow;
import dev.drover.schemas.message.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** At any moment the rows were what the log comes to up to there: the log alone tells what was shown. */
public final class MomentAudit {

    private static final String RULE = "moment";

    private MomentAudit() {}

    /** @param events all that there are by now, those of a shard in their order */
    public static List<Violation> of(List<Event> events, List<Moment> moments) {
        List<Violation> found = new ArrayList<>();
        for (Moment moment : moments) {
            Map<Long, StatusRow> folded =
                    ProjectionAudit.fold(events.stream().filter(moment::holds).toList());
            if (!folded.keySet().equals(moment.rows().keySet())) {
                found.add(new Violation(
                        RULE,
                        "the log had servers " + folded.keySet() + ", the rows "
                                + moment.rows().keySet() + " at " + moment.marks()));
            }
            moment.rows().forEach((id, row) -> {
                StatusRow said = folded.get(id);
                if (said != null && !agree(said, row)) {
                    found.add(new Violation(RULE, "the log came to " + said + ", the row was " + row));
                }
            });
        }
        return found;
    }

    private static boolean agree(StatusRow said, StatusRow row) {
        return said.status().equals(row.status())
                && said.desired().equals(row.desired())
                && Objects.equals(said.worker(), row.worker());
    }
}
