package dev.drover.worker.ownership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class ClaimTurnsTest {
    private final Queue<Integer> admitted = new ConcurrentLinkedQueue<>();

    private Thread admit(ClaimTurns turns, int shard) {
        return Thread.startVirtualThread(() -> {
            try {
                turns.await(shard);
                admitted.add(shard);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void awaitWaiting(Thread thread) {
        await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    }

    @Test
    void shardsWithServersAreClaimedBeforeThoseWithout() {
        ClaimTurns turns = new ClaimTurns(Duration.ofMinutes(1));
        turns.goFirst(List.of(1, 2));
        awaitWaiting(admit(turns, 3));
        admit(turns, 2);
        admit(turns, 1);
        await().until(() -> admitted.size() == 2);

        turns.end(1);
        turns.goFirst(List.of(4));
        turns.end(2);
        admit(turns, 4);
        await().until(() -> admitted.size() == 3);
        assertThat(admitted).contains(1, 2, 4);

        turns.end(4);
        await().until(() -> admitted.contains(3));
    }

    @Test
    void aClaimThatTakesLongHoldsUpNobody() {
        ClaimTurns turns = new ClaimTurns(Duration.ofMillis(50));
        turns.goFirst(List.of(1));
        admit(turns, 2);
        await().until(() -> admitted.contains(2));
    }
}
