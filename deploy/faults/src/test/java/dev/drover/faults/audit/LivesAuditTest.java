package dev.drover.faults.audit;

import static dev.drover.faults.audit.Logs.life;
import static dev.drover.faults.audit.Logs.seen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.faults.evidence.Life;
import dev.drover.faults.evidence.Sighting;
import dev.drover.faults.evidence.Sighting.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class LivesAuditTest {

    private static final Life FIRST = life("w-1", 1);
    private static final Life SECOND = life("w-2", 2);

    @Test
    void acceptsOneLifeAfterTheOther() {
        List<Sighting> sightings = List.of(
                seen(100, Kind.START, FIRST),
                seen(120, Kind.ALIVE, FIRST),
                seen(121, Kind.START, SECOND),
                seen(140, Kind.ALIVE, SECOND));
        assertThat(LivesAudit.of(sightings, List.of())).isEmpty();
    }

    @Test
    void findsALifeThatBeganBeforeTheLastOneEnded() {
        List<Sighting> sightings =
                List.of(seen(100, Kind.START, FIRST), seen(110, Kind.START, SECOND), seen(120, Kind.ALIVE, FIRST));
        assertThat(LivesAudit.of(sightings, List.of()))
                .extracting(Violation::rule)
                .containsExactly("duplicate process");
    }

    @Test
    void findsALifeWithinALongerOneThatAThirdFollows() {
        Life third = life("w-1", 3);
        List<Sighting> sightings = List.of(
                seen(100, Kind.START, FIRST),
                seen(110, Kind.START, SECOND),
                seen(115, Kind.END, SECOND),
                seen(120, Kind.START, third),
                seen(130, Kind.ALIVE, FIRST));
        assertThat(LivesAudit.of(sightings, List.of())).hasSize(2);
    }

    @Test
    void findsWhoCouldNotHaveTheLock() {
        assertThat(LivesAudit.of(List.of(seen(100, Kind.VIOLATION, FIRST)), List.of()))
                .extracting(Violation::rule)
                .containsExactly("duplicate process");
    }

    @Test
    void findsAProcessThatOutlivedItsLease() {
        Ban ban = new Ban("w-1", null, 110, 200, "cut off");
        assertThat(LivesAudit.of(List.of(seen(100, Kind.ALIVE, FIRST), seen(111, Kind.ALIVE, FIRST)), List.of(ban)))
                .extracting(Violation::rule)
                .containsExactly("outlived");
    }

    @Test
    void allowsWhatTheBanIsNotAbout() {
        Ban otherLife = new Ban("w-1", "200-2", 110, 200, "killed");
        Ban otherTime = new Ban("w-1", null, 111, 200, "cut off");
        Ban otherWorker = new Ban("w-2", null, 110, 200, "cut off");
        assertThat(LivesAudit.of(List.of(seen(111, Kind.ALIVE, FIRST)), List.of(otherLife, otherTime, otherWorker)))
                .isEmpty();
    }
}
