package dev.drover.faults.audit;

import static dev.drover.faults.audit.Logs.SERVER;
import static dev.drover.faults.audit.Logs.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.faults.evidence.StatusRow;
import dev.drover.schemas.message.Event;
import dev.drover.schemas.message.ServerDefined;
import dev.drover.schemas.message.ServerRemoved;
import dev.drover.schemas.message.ServerStarted;
import dev.drover.schemas.message.ServerStopped;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProjectionAuditTest {

    private static final Event DEFINED = event(5, 1, null, new ServerDefined("s", "0", List.of()));
    private static final Event STARTED =
            event(5, 2, null, new ServerStarted(11L, "2025-11-25", "witness", "1", "{}", 1L, 1L, 0));
    private static final Event REMOVED = event(5, 3, null, new ServerRemoved());
    private static final StatusRow RUNNING = new StatusRow(SERVER, "running", "running", "w-1", 11L);

    @Test
    void acceptsRowsAndAnswersThatSayWhatTheLogSays() {
        assertThat(violations(List.of(DEFINED, STARTED), RUNNING, RUNNING)).isZero();
    }

    @Test
    void findsARowThatIsBehindTheLog() {
        Event stopped = event(5, 3, null, new ServerStopped(0));
        assertThat(violations(List.of(DEFINED, STARTED, stopped), RUNNING, RUNNING))
                .isEqualTo(1);
    }

    @Test
    void findsARowOfAnotherWorker() {
        StatusRow other = new StatusRow(SERVER, "running", "running", "w-2", 11L);
        assertThat(violations(List.of(DEFINED, STARTED), other, other)).isEqualTo(1);
    }

    @Test
    void findsARowThatTheLogHasRemoved() {
        assertThat(violations(List.of(DEFINED, STARTED, REMOVED), RUNNING, RUNNING))
                .isEqualTo(1);
    }

    @Test
    void findsAnAnswerThatIsNotTheRow() {
        StatusRow unknown = new StatusRow(SERVER, "running", "unknown", "w-1", 11L);
        StatusRow otherProcess = new StatusRow(SERVER, "running", "running", "w-1", 12L);
        assertThat(violations(List.of(DEFINED, STARTED), RUNNING, unknown)).isEqualTo(1);
        assertThat(violations(List.of(DEFINED, STARTED), RUNNING, otherProcess)).isEqualTo(1);
    }

    private static int violations(List<Event> events, StatusRow row, StatusRow view) {
        return ProjectionAudit.of(events, Map.of(SERVER, row), Map.of(SERVER, view))
                .size();
    }
}
