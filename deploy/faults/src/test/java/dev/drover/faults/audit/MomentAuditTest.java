package dev.drover.faults.audit;

import static dev.drover.faults.audit.Logs.SERVER;
import static dev.drover.faults.audit.Logs.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.faults.evidence.Moment;
import dev.drover.faults.evidence.ServerRow;
import dev.drover.schemas.message.Event;
import dev.drover.schemas.message.ServerDefined;
import dev.drover.schemas.message.ServerStarted;
import dev.drover.schemas.message.ServerStopped;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MomentAuditTest {
    private static final Instant RECORDED = Instant.EPOCH.plusSeconds(10);
    private static final Event DEFINED = event(5, 1, null, new ServerDefined("s", "0", List.of()));
    private static final Event STARTED =
            event(5, 2, null, new ServerStarted(11L, "2025-11-25", "witness", "1", "{}", 1L, 1L, 0));
    private static final Event STOPPED = event(5, 3, Instant.EPOCH.plusSeconds(9), null, new ServerStopped(0));
    private static final List<Event> LOG = List.of(DEFINED, STARTED, STOPPED);
    private static final ServerRow RUNNING = row("running", 0, 2);
    private static final ServerRow AT_REST = row("stopped", 0, 3);

    private static ServerRow row(String status, int restarts, long sequence) {
        return new ServerRow(
                SERVER,
                1,
                "running",
                status,
                Instant.EPOCH,
                "w-1",
                1L,
                null,
                restarts,
                "2025-11-25",
                List.of("echo"),
                3,
                5,
                sequence);
    }

    /** What is told of the time of recording, and of the time of the last event that was in the rows. */
    private record Says(@Nullable ServerRow then, @Nullable ServerRow earlier) implements Told {
        @Override
        public Map<Long, ServerRow> at(Instant moment) {
            return then == null ? Map.of() : Map.of(SERVER, then);
        }

        @Override
        public @Nullable ServerRow at(Instant moment, long serverId) {
            return earlier;
        }
    }

    private static int violations(List<Event> log, ServerRow shown, Event last, Told told) throws IOException {
        MomentAudit audit = new MomentAudit(log, told);
        Moment.Mark mark = new Moment.Mark(last.getClaim(), last.getSequence(), last.getOccurredAt());
        audit.add(new Moment(RECORDED, Map.of(3, mark), Map.of(SERVER, shown)));
        return audit.found().size();
    }

    @Test
    void acceptsARowThatIsWhatIsTold() throws IOException {
        assertThat(violations(LOG, AT_REST, STOPPED, new Says(AT_REST, null))).isZero();
    }

    @Test
    void acceptsARowThatWasBehindAndIsWhatIsToldOfItsOwnTime() throws IOException {
        assertThat(violations(LOG, RUNNING, STARTED, new Says(AT_REST, RUNNING)))
                .isZero();
    }

    @Test
    void findsARowThatIsToldOtherwise() throws IOException {
        ServerRow restarted = row("stopped", 1, 3);
        assertThat(violations(LOG, AT_REST, STOPPED, new Says(restarted, restarted)))
                .isEqualTo(1);
        assertThat(violations(LOG, AT_REST, STOPPED, new Says(null, null))).isEqualTo(1);
    }

    @Test
    void findsARowThatIsNotWhatTheLogComesTo() throws IOException {
        ServerRow untrue = row("failed", 0, 3);
        assertThat(violations(LOG, untrue, STOPPED, new Says(untrue, untrue))).isEqualTo(1);
    }

    @Test
    void asksForNoPartOfAMillisecond() throws IOException {
        Event sameMoment = event(5, 3, null, new ServerStopped(0));
        List<Event> log = List.of(DEFINED, STARTED, sameMoment);
        assertThat(violations(log, RUNNING, STARTED, new Says(AT_REST, AT_REST)))
                .isZero();
    }
}
