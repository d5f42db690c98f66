package dev.drover.faults.audit;

import static dev.drover.faults.audit.Logs.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.schemas.message.Event;
import dev.drover.schemas.message.ServerStopping;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogAuditTest {

    @Test
    void acceptsClaimsAndNumbersThatGrow() {
        assertThat(violations(5, 1, 5, 2, 9, 1)).isZero();
    }

    @Test
    void findsAnOwnerThatWroteAfterItsSuccessor() {
        assertThat(violations(5, 1, 9, 1, 5, 2)).isEqualTo(1);
    }

    @Test
    void findsAnEventThatWasWrittenTwice() {
        assertThat(violations(5, 1, 5, 1)).isEqualTo(1);
    }

    private static int violations(long... marks) {
        var events = new ArrayList<Event>();
        for (int i = 0; i < marks.length; i += 2) {
            events.add(event(marks[i], marks[i + 1], null, new ServerStopping()));
        }
        return LogAudit.of(List.copyOf(events)).size();
    }
}
