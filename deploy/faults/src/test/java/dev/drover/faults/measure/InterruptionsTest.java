package dev.drover.faults.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.faults.evidence.Life;
import dev.drover.faults.evidence.Sighting;
import dev.drover.faults.evidence.Sighting.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InterruptionsTest {
    private static Sighting seen(long at, long server, int run, Kind kind) {
        return new Sighting(at, kind, new Life(server, "w-1", "1-1", server + "-" + run), "");
    }

    @Test
    void aServerWithoutAProcessIsInterruptedFromItsLastSightToTheNextLife() {
        Interruptions found = Interruptions.of(List.of(
                seen(100, 1, 1, Kind.ALIVE),
                seen(150, 1, 1, Kind.END),
                seen(250, 1, 2, Kind.START),
                seen(260, 1, 2, Kind.ALIVE),
                seen(300, 1, 2, Kind.END),
                seen(320, 1, 3, Kind.START),
                seen(100, 2, 1, Kind.ALIVE),
                seen(400, 2, 1, Kind.ALIVE)));
        assertThat(found.byServer()).isEqualTo(Map.of(1L, List.of(1.0, 0.2), 2L, List.of()));
        assertThat(found.longest()).containsExactly(1.0, 0.0);
        assertThat(found.counts()).containsExactly(2.0, 0.0);
        assertThat(found.total()).isEqualTo(2);
    }

    @Test
    void twoLivesAtOneTimeAreAGapBelowNothing() {
        Interruptions found = Interruptions.of(
                List.of(seen(100, 1, 1, Kind.ALIVE), seen(150, 1, 2, Kind.START), seen(200, 1, 1, Kind.END)));
        assertThat(found.byServer()).isEqualTo(Map.of(1L, List.of(-0.5)));
    }
}
