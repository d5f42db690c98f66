package dev.drover.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class UnknownVariablesTest {
    @Test
    void aVariableThatNoSettingReadsIsFound() {
        Set<String> environment = Set.of(
                "DROVER_PLATFORM_KEY",
                "DROVER_PLATFORMKEY",
                "DROVER_ALLOWED_COMMANDS",
                "DROVER_ALLOWED_COMMANDS_0",
                "DROVER_TOPICS_REPLICATION_FACTOR",
                "DROVER_ALOWED_COMMANDS",
                "PATH");
        assertThat(UnknownVariables.in(environment)).containsExactly("DROVER_ALOWED_COMMANDS");
    }
}
