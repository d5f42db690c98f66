package dev.drover.api.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    @Test
    void soManyAreTakenAndThenOneIsToldWhenToComeAgain() {
        RateLimit<String> limit = new RateLimit<>(60);
        for (int i = 0; i < 60; i++) {
            assertThat(limit.spend("one")).isEmpty();
        }
        assertThat(limit.spend("one"))
                .hasValueSatisfying(pause -> assertThat(pause).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(1)));
        assertThat(limit.spend("other")).isEmpty();
    }

    @Test
    void zeroIsNoLimit() {
        RateLimit<String> none = new RateLimit<>(0);
        for (int i = 0; i < 1_000; i++) {
            assertThat(none.spend("one")).isEmpty();
        }
    }
}
