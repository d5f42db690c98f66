package dev.drover.faults.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.faults.evidence.StatusRow;
import dev.drover.faults.load.Managed;
import dev.drover.faults.load.Managed.Role;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettledAuditTest {

    @Test
    void acceptsServersThatAreWhatTheyShouldBe() {
        assertThat(violations(Role.STEADY, "running", "running")).isZero();
        assertThat(violations(Role.BUSY, "stopped", "stopped")).isZero();
    }

    @Test
    void findsServersThatAreNot() {
        assertThat(violations(Role.STEADY, "running", "starting")).isEqualTo(1);
        assertThat(violations(Role.BUSY, "stopped", "running")).isEqualTo(1);
    }

    @Test
    void findsAServerThatSomebodyStoppedAndNobodyMay() {
        assertThat(violations(Role.STEADY, "stopped", "stopped")).isEqualTo(1);
    }

    @Test
    void findsAServerThatIsNotThere() {
        assertThat(SettledAudit.of(List.of(new Managed(7, Role.BUSY)), Map.of()))
                .hasSize(1);
    }

    private static int violations(Role role, String desired, String status) {
        StatusRow view = new StatusRow(7, desired, status, "w-1", null);
        return SettledAudit.of(List.of(new Managed(7, role)), Map.of(7L, view)).size();
    }
}
