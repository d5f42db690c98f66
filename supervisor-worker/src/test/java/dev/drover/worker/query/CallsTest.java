package dev.drover.worker.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class CallsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Calls one = Calls.NONE.accept("a", NOON.plusSeconds(10), "r", NOON);

    @Test
    void anAcceptedCallIsKnownAndUnanswered() {
        assertThat(one.contains("a")).isTrue();
        assertThat(one.isUnanswered("a")).isTrue();
        assertThat(one.contains("b")).isFalse();
        assertThat(one.unanswered()).containsExactly(new Calls.Accepted("a", NOON.plusSeconds(10), "r", false));
    }

    @Test
    void anAnsweredCallIsKeptUntilItsDeadline() {
        Calls answered = one.answer("a");
        assertThat(answered.contains("a")).isTrue();
        assertThat(answered.unanswered()).isEmpty();
        Instant deadline = NOON.plusSeconds(99);
        assertThat(answered.accept("b", deadline, "r", NOON.plusSeconds(9)).contains("a"))
                .isTrue();
        assertThat(answered.accept("b", deadline, "r", NOON.plusSeconds(10)).contains("a"))
                .isFalse();
    }

    @Test
    void anUnansweredCallIsKeptForGood() {
        assertThat(one.accept("b", NOON.plusSeconds(99), "r", NOON.plusSeconds(50))
                        .contains("a"))
                .isTrue();
    }
}
