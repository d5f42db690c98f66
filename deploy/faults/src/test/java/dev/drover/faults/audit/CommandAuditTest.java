package dev.drover.faults.audit;

import static dev.drover.faults.audit.Logs.SERVER;
import static dev.drover.faults.audit.Logs.event;
import static dev.drover.faults.audit.Logs.life;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.faults.evidence.Sighting;
import dev.drover.faults.load.Journal.Accepted;
import dev.drover.faults.load.Journal.Call;
import dev.drover.schemas.message.CommandFailed;
import dev.drover.schemas.message.CommandSucceeded;
import dev.drover.schemas.message.Event;
import dev.drover.schemas.message.ServerStarting;
import dev.drover.schemas.message.StartReason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandAuditTest {

    private static final Event STARTING = event(5, 1, "c", new ServerStarting(StartReason.COMMAND, 1));
    private static final Event SUCCEEDED = event(5, 2, "c", new CommandSucceeded(true));
    private static final Map<String, String> VISIBLE = Map.of("c", "succeeded");

    @Test
    void acceptsACommandWithOneOutcome() {
        assertThat(CommandAudit.of(List.of(accepted(1, false)), List.of(STARTING, SUCCEEDED), VISIBLE))
                .isEmpty();
    }

    @Test
    void findsACommandWithoutAnOutcome() {
        assertThat(rules(accepted(1, false), VISIBLE, STARTING)).containsExactly("lost command");
    }

    @Test
    void findsACommandThatWasAnsweredAgainThoughItCameOnce() {
        assertThat(rules(accepted(1, false), VISIBLE, SUCCEEDED, SUCCEEDED)).containsExactly("command obeyed twice");
    }

    @Test
    void acceptsAnAnswerToEachCopy() {
        assertThat(rules(accepted(2, false), VISIBLE, SUCCEEDED, SUCCEEDED)).isEmpty();
        assertThat(rules(accepted(1, true), VISIBLE, SUCCEEDED, SUCCEEDED)).isEmpty();
    }

    @Test
    void findsOutcomesThatDiffer() {
        Event failed = event(5, 3, "c", new CommandFailed("CRASHED", "it crashed"));
        assertThat(rules(accepted(2, true), VISIBLE, SUCCEEDED, failed)).containsExactly("outcomes differ");
    }

    @Test
    void findsACommandThatStartedItsServerTwice() {
        assertThat(rules(accepted(2, true), VISIBLE, STARTING, STARTING, SUCCEEDED))
                .containsExactly("command obeyed twice");
    }

    @Test
    void findsAnOutcomeThatIsNotShownOrShownOtherwise() {
        assertThat(rules(accepted(1, false), Map.of(), SUCCEEDED)).containsExactly("projection");
        assertThat(rules(accepted(1, false), Map.of("c", "failed"), SUCCEEDED)).containsExactly("projection");
    }

    @Test
    void findsACallThatWasDoneTwiceAndOneThatWasAnsweredAndNeverDone() {
        Sighting done = new Sighting(100, Sighting.Kind.CALL, life("w-1", 1), "n");
        assertThat(CommandAudit.ofCalls(List.of(new Call("n", SERVER, true)), List.of(done)))
                .isEmpty();
        assertThat(CommandAudit.ofCalls(List.of(new Call("n", SERVER, false)), List.of()))
                .isEmpty();
        assertThat(CommandAudit.ofCalls(List.of(new Call("n", SERVER, false)), List.of(done, done)))
                .extracting(Violation::rule)
                .containsExactly("call done twice");
        assertThat(CommandAudit.ofCalls(List.of(new Call("n", SERVER, true)), List.of()))
                .extracting(Violation::rule)
                .containsExactly("call made up");
    }

    private static List<String> rules(Accepted command, Map<String, String> visible, Event... events) {
        return CommandAudit.of(List.of(command), List.of(events), visible).stream()
                .map(Violation::rule)
                .toList();
    }

    private static Accepted accepted(int copies, boolean mayRepeat) {
        return new Accepted("c", SERVER, "start", copies, mayRepeat, Instant.EPOCH);
    }
}
