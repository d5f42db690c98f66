package dev.drover.worker.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class CommandLogTest {
    private static final Ending DONE = new Ending.Succeeded(true);

    @Test
    void theLastSixtyFourThatEndedAreRemembered() {
        CommandLog log = CommandLog.EMPTY;
        for (int i = 0; i < 100; i++) {
            log = log.ended("c" + i, DONE);
        }
        assertThat(log.entries()).hasSize(CommandLog.KEPT);
        assertThat(log.find("c35")).isEmpty();
        assertThat(log.find("c36")).contains(new CommandLog.Entry("c36", null, DONE));
    }

    @Test
    void oneThatWaitsIsNeverForgotten() {
        CommandLog log = CommandLog.EMPTY.waiting("patient", Goal.START);
        for (int i = 0; i < 100; i++) {
            log = log.ended("c" + i, DONE);
        }
        assertThat(log.waitingFor(Set.of(Goal.START, Goal.RESTART))).containsExactly("patient");
        assertThat(log.entries()).hasSize(CommandLog.KEPT);
    }

    @Test
    void whatEndedKeepsItsPlaceAndWaitsNoMore() {
        CommandLog log =
                CommandLog.EMPTY.waiting("a", Goal.STOP).waiting("b", Goal.STOP).ended("a", DONE);
        assertThat(log.entries())
                .containsExactly(
                        new CommandLog.Entry("a", Goal.STOP, DONE), new CommandLog.Entry("b", Goal.STOP, null));
        assertThat(log.waitingFor(Set.of(Goal.STOP))).containsExactly("b");
        assertThat(log.waitingFor(Set.of(Goal.START))).isEmpty();
    }
}
