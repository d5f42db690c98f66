package dev.drover.api.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.api.problem.Problem;
import org.junit.jupiter.api.Test;

class IfMatchTest {
    @Test
    void aListMayBeAsLongAsAHeader() {
        String header = "\"1.2\", W/\"3.4\"" + ", \"5\"".repeat(100_000);
        assertThat(IfMatch.of(header).generations()).containsExactlyInAnyOrder(1L, 3L, 5L);
        assertThatThrownBy(() -> IfMatch.of(header + ",")).isInstanceOf(Problem.class);
    }
}
