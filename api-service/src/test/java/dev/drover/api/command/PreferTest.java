package dev.drover.api.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.api.problem.Problem;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreferTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"wait=10", "Wait=10", "respond-async, wait=10", "wait=\"10\"", " wait = 10 ;x=y", "a;wait=10"})
    void aWaitIsFoundAmongOtherPreferences(String header) {
        assertThat(Prefer.waitIn(header)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void withoutAPreferenceNobodyWaits() {
        assertThat(Prefer.waitIn(null)).isZero();
        assertThat(Prefer.waitIn("respond-async, await=10, handling=lenient")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait", "wait=", "wait=61", "wait=-1", "wait=1.5", "wait=soon", "wait=99999999999"})
    void aWaitOutOfRangeIsRefused(String header) {
        assertThatThrownBy(() -> Prefer.waitIn(header))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("Prefer");
    }
}
