package dev.drover.faults.audit;

import static dev.drover.faults.audit.Logs.SERVER;
import static dev.drover.faults.audit.Logs.life;
import static dev.drover.faults.audit.Logs.seen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.faults.evidence.Sighting;
import dev.drover.faults.evidence.Sighting.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestartAuditTest {

    private static final List<Sighting> RESTARTED = List.of(
            seen(100, Kind.ALIVE, life("w-1", 1)),
            seen(120, Kind.ALIVE, life("w-1", 1)),
            seen(520, Kind.START, life("w-2", 2)),
            seen(540, Kind.ALIVE, life("w-2", 2)));

    @Test
    void findsTheRestartOfAServerThatNobodyToldAnything() {
        assertThat(RestartAudit.of(RESTARTED, List.of(SERVER)))
                .extracting(Violation::rule)
                .containsExactly("needless restart");
    }

    @Test
    void doesNotMindOtherServers() {
        assertThat(RestartAudit.of(RESTARTED, List.of(SERVER + 1))).isEmpty();
    }

    @Test
    void measuresTheLongestTimeThatAServerWasNotSeen() {
        assertThat(RestartAudit.longestGap(RESTARTED, List.of(SERVER))).isEqualTo(400);
    }
}
