package dev.drover.faults.audit;

import dev.drover.faults.evidence.Moment;
import dev.drover.faults.evidence.ServerRow;
import dev.drover.faults.evidence.StatusRow;
import dev.drover.schemas.message.Event;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** At any moment the rows were what the log comes to up to there: the log alone tells what was shown. One thread. */
public final class MomentAudit {

    private static final String RULE = "moment";

    private final List<Event> events;
    private final Told told;
    private final List<Violation> found = new ArrayList<>();
    private int compared;
    private int behind;

    /**
     * @param events all that there are by now, those of a shard in their order
     * @param told what the services themselves make of the log
     */
    public MomentAudit(List<Event> events, Told told) {
        this.events = List.copyOf(events);
        this.told = told;
    }

    /** By the fold of this suite, and by the services' own. */
    public void add(Moment moment) throws IOException {
        compareWithFold(moment);
        Map<Long, ServerRow> then = told.at(moment.at());
        Set<Long> ids = new TreeSet<>(then.keySet());
        ids.addAll(moment.rows().keySet());
        for (long id : ids) {
            compared++;
            compare(moment, id, moment.rows().get(id), then.get(id));
        }
    }

    private void compareWithFold(Moment moment) {
        Map<Long, StatusRow> folded =
                ProjectionAudit.fold(events.stream().filter(moment::holds).toList());
        if (!folded.keySet().equals(moment.rows().keySet())) {
            found.add(new Violation(
                    RULE,
                    "the log had servers " + folded.keySet() + ", the rows "
                            + moment.rows().keySet() + " at " + moment.at()));
        }
        moment.rows().forEach((id, row) -> {
            StatusRow said = folded.get(id);
            if (said != null && !agree(said, row.asStatus())) {
                found.add(new Violation(RULE, "the log came to " + said + ", the row was " + row));
            }
        });
    }

    private static boolean agree(StatusRow said, StatusRow row) {
        return said.status().equals(row.status())
                && said.desired().equals(row.desired())
                && Objects.equals(said.worker(), row.worker());
    }

    /** Where the rows were behind the log, they are what was told of the time of the last event that was in them. */
    private void compare(Moment moment, long id, @Nullable ServerRow row, @Nullable ServerRow then) throws IOException {
        if (Objects.equals(row, then)) {
            return;
        }
        int shard = row != null ? row.shard() : Objects.requireNonNull(then).shard();
        Moment.Mark mark = moment.marks().get(shard);
        behind++;
        if (mark == null ? row == null : isCut(moment, shard, mark)) {
            return;
        }
        ServerRow earlier = mark == null ? null : told.at(mark.occurredAt(), id);
        if (!Objects.equals(row, earlier)) {
            found.add(
                    new Violation(RULE, "at " + moment.at() + " the row was " + row + "; the API tells of " + earlier));
        }
    }

    /** Whether only a part of what happened in a millisecond was in the rows: a time alone cannot name that part. */
    private boolean isCut(Moment moment, int shard, Moment.Mark mark) {
        return events.stream()
                .anyMatch(event -> event.getShard() == shard
                        && !moment.holds(event)
                        && event.getOccurredAt().truncatedTo(ChronoUnit.MILLIS).equals(mark.occurredAt()));
    }

    public List<Violation> found() {
        return List.copyOf(found);
    }

    /** How much was looked at, for people. */
    @Override
    public String toString() {
        return compared + " rows, " + behind + " of them behind the log";
    }
}
