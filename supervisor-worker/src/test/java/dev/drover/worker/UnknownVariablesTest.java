package dev.drover.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class UnknownVariablesTest {
    @Test
    void aVariableThatNoSettingReadsIsFound() {
        Set<String> environment = Set.of(
                "DROVER_WORKER_ID",
                "DROVER_WORKERID",
                "DROVER_ALLOWED_COMMANDS",
                "DROVER_ALLOWED_COMMANDS_0",
                "DROVER_TOPICS_REPLICATION_FACTOR",
                "DROVER_HEARTBEAT_INTERVALL",
                "PATH");
        assertThat(UnknownVariables.in(environment)).containsExactly("DROVER_HEARTBEAT_INTERVALL");
    }
}
