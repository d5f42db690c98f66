package dev.drover.worker.warden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class BootClockTest {
    private static final long MILLI = 1_000_000;

    @Test
    void aMomentIsToldInCentisecondsAndNeverLater() {
        assertThat(clock(5_000, 0, 0).at(100 * MILLI)).isEqualTo(5_010);
        assertThat(clock(5_000, 0, 0).at(109 * MILLI)).isEqualTo(5_010);
        assertThat(clock(5_000, 0, 0).at(-1)).isEqualTo(4_999);
    }

    @Test
    void theTimeBetweenTheReadingsIsTakenOff() {
        assertThat(clock(5_000, 0, 4 * MILLI).at(100 * MILLI)).isEqualTo(5_009);
    }

    @Test
    void aStopBetweenTheReadingsIsReadAgain() {
        assertThat(clock(5_000, 0, 90 * MILLI, 90 * MILLI, 90 * MILLI).at(100 * MILLI))
                .isEqualTo(5_001);
    }

    @Test
    void theSystemsClocksRunAlike() {
        BootClock clock = BootClock.system();
        long now = System.nanoTime();
        assertThat(clock.at(now + 1_000 * MILLI) - clock.at(now)).isBetween(95L, 105L);
    }

    private static BootClock clock(long centis, long before, long after, long... again) {
        Deque<Long> readings = new ArrayDeque<>(List.of(before, after));
        for (long reading : again) {
            readings.add(reading);
        }
        return new BootClock(readings::remove, () -> centis);
    }
}
