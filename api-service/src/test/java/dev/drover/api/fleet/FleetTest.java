package dev.drover.api.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.api.fleet.WorkerView.Lease;
import dev.drover.api.fleet.WorkerView.Limit;
import dev.drover.api.problem.Problem;
import dev.drover.api.tenant.Caller;
import dev.drover.schemas.message.LeaseState;
import dev.drover.schemas.message.OwnedShard;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FleetTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private Instant now = NOW.minusSeconds(10);
    private final Fleet fleet = new Fleet(() -> now);

    @BeforeEach
    void listenForLongEnough() {
        now = NOW;
    }

    @Test
    void aFleetThatHasJustBegunToListenCallsNobodySilent() {
        now = NOW.minusSeconds(1);
        assertThat(fleet.holds(5, 10)).isTrue();
    }

    @Test
    void aFreshHeartbeatHoldsItsClaimsAndNoOthers() {
        heartbeat("w-1", NOW.minusSeconds(6), new OwnedShard(5, 10L, 8L, LeaseState.HELD));
        assertThat(fleet.holds(5, 10)).isTrue();
        assertThat(fleet.holds(5, 11)).isFalse();
        assertThat(fleet.holds(5, 8)).isTrue();
        assertThat(fleet.holds(5, 7)).isFalse();
        assertThat(fleet.holds(6, 10)).isFalse();
    }

    @Test
    void aHeartbeatOlderThanThreeIntervalsHoldsNothingButIsListed() {
        heartbeat("w-1", NOW.minusMillis(6_001), new OwnedShard(5, 10L, 8L, LeaseState.HELD));
        assertThat(fleet.holds(5, 10)).isFalse();
        assertThat(fleet.members()).hasSize(1);
    }

    @Test
    void aWorkerThatLeftIsForgottenAtOnceAndASilentOneAfterAnHour() {
        heartbeat("w-1", NOW);
        heartbeat("w-2", NOW.minusSeconds(3_601));
        fleet.on(Heartbeats.tombstone("w-1"));
        assertThat(fleet.members()).isEmpty();
    }

    @Test
    void aPlatformKeySeesTheWorkersById() {
        heartbeat(
                "w-2",
                NOW.minusSeconds(1),
                new OwnedShard(9, 1L, 1L, LeaseState.WAITING),
                new OwnedShard(5, 10L, 8L, LeaseState.HELD));
        heartbeat("w-1", NOW);
        WorkersController controller = new WorkersController(fleet);
        List<WorkerView> workers =
                controller.workers(new Caller("platform", null)).items();
        assertThat(workers).extracting(WorkerView::workerId).containsExactly("w-1", "w-2");
        assertThat(workers.getLast())
                .isEqualTo(new WorkerView(
                        "w-2",
                        "h",
                        12,
                        "0.1.0",
                        Instant.EPOCH,
                        "pid-namespace",
                        NOW.minusSeconds(1),
                        1_000,
                        2_000,
                        List.of(5, 9),
                        List.of(new Lease(5, 10, "held"), new Lease(9, 1, "waiting")),
                        3,
                        100,
                        false,
                        List.of(new Limit("memory", 1_024, "cgroup"))));
        assertThatThrownBy(() -> controller.workers(new Caller("key:1", 1L))).isInstanceOf(Problem.class);
    }

    private void heartbeat(String workerId, Instant at, OwnedShard... shards) {
        fleet.on(Heartbeats.record(workerId, at, shards));
    }
}
