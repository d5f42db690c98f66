package dev.drover.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private Instant wall = NOON;
    private final InstantSource source = () -> wall;
    private final Clock clock = new SteadyClock(source.withZone(ZoneOffset.UTC));

    @Test
    void itFollowsTheHostsClockAhead() {
        wall = NOON.plus(Duration.ofHours(1));
        assertThat(clock.instant()).isEqualTo(wall);
    }

    @Test
    void itDoesNotGoBackWithTheHostsClock() {
        wall = NOON.plus(Duration.ofHours(1));
        Instant before = clock.instant();
        wall = NOON;
        assertThat(clock.instant()).isAfterOrEqualTo(before).isBefore(before.plus(Duration.ofMinutes(1)));
    }
}
