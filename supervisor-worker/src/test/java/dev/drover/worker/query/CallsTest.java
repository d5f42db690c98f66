package dev.drover.worker.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.worker.lifecycle.Secret;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CallsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static final Query.CallTool CALL = new Query.CallTool("echo", new Secret("{}"), "agent");

    private static Asked asked(String commandId) {
        return new Asked(commandId, 7, 1, CALL, "r", null);
    }

    private final Calls one = Calls.NONE.accept(asked("a"), CALL, NOON.plusSeconds(10), NOON);

    @Test
    void anAcceptedCallIsKnownAndUnanswered() {
        assertThat(one.contains("a")).isTrue();
        assertThat(one.isUnanswered("a")).isTrue();
        assertThat(one.contains("b")).isFalse();
        assertThat(one.unanswered())
                .containsExactly(new Calls.Accepted("a", NOON.plusSeconds(10), "r", false, "echo", "agent"));
    }

    @Test
    void anAnsweredCallIsKeptUntilItsDeadline() {
        Calls answered = one.answer("a");
        assertThat(answered.contains("a")).isTrue();
        assertThat(answered.unanswered()).isEmpty();
        Instant deadline = NOON.plusSeconds(99);
        assertThat(answered.accept(asked("b"), CALL, deadline, NOON.plusSeconds(9))
                        .contains("a"))
                .isTrue();
        assertThat(answered.accept(asked("b"), CALL, deadline, NOON.plusSeconds(10))
                        .contains("a"))
                .isFalse();
    }

    @Test
    void anUnansweredCallIsKeptForGood() {
        assertThat(one.accept(asked("b"), CALL, NOON.plusSeconds(99), NOON.plusSeconds(50))
                        .contains("a"))
                .isTrue();
    }
}
