package dev.drover.worker.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.worker.lifecycle.RunId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartLimiterTest {
    private final StartLimiter limiter = new StartLimiter(2);
    private final List<Long> started = new ArrayList<>();

    private static RunId run(long server) {
        return new RunId(server, 1);
    }

    private void start(long server) {
        limiter.start(run(server), () -> started.add(server));
    }

    @Test
    void runsBeyondTheLimitWaitInOrder() {
        List.of(1L, 2L, 3L, 4L).forEach(this::start);
        assertThat(started).containsExactly(1L, 2L);
        limiter.done(run(2));
        assertThat(started).containsExactly(1L, 2L, 3L);
        limiter.done(run(2));
        assertThat(started).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aCancelledRunDoesNotStart() {
        List.of(1L, 2L, 3L, 4L).forEach(this::start);
        assertThat(limiter.cancel(run(3))).isTrue();
        assertThat(limiter.cancel(run(1))).isFalse();
        limiter.done(run(1));
        assertThat(started).containsExactly(1L, 2L, 4L);
    }
}
