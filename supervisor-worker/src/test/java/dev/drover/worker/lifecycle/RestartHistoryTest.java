package dev.drover.worker.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RestartHistoryTest {
    private static RestartHistory failures(int count, Duration apart) {
        RestartHistory history = RestartHistory.NONE.ready(1);
        for (int i = 0; i < count; i++) {
            history = history.failed(Story.BEGIN.plus(apart.multipliedBy(i)), false);
        }
        return history;
    }

    @Test
    void tenFailuresInFiveMinutesAreTooMany() {
        assertThat(failures(9, Duration.ofSeconds(1)).isExhausted(1)).isFalse();
        assertThat(failures(10, Duration.ofSeconds(33)).isExhausted(1)).isTrue();
        assertThat(failures(100, Duration.ofSeconds(34)).isExhausted(1)).isFalse();
        assertThat(failures(100, Duration.ofSeconds(34)).recent()).hasSize(9);
    }

    @Test
    void threeAreTooManyForADefinitionThatWasNeverReady() {
        assertThat(failures(2, Duration.ofHours(1)).isExhausted(2)).isFalse();
        assertThat(failures(3, Duration.ofHours(1)).isExhausted(2)).isTrue();
    }

    @Test
    void delaysStayWithinTheirBoundsAndDifferBetweenServers() {
        for (int count = 0; count < 50; count++) {
            Set<Duration> delays = new HashSet<>();
            for (long seed = 0; seed < 200; seed++) {
                delays.add(BackOff.DEFAULT.delay(count, seed));
            }
            assertThat(delays)
                    .allSatisfy(delay -> assertThat(delay).isBetween(Duration.ofMillis(500), Duration.ofSeconds(30)));
            assertThat(delays.size()).isGreaterThan(count > 6 ? 0 : 20);
        }
    }
}
