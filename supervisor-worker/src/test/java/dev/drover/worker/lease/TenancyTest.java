package dev.drover.worker.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.worker.lease.LastRecord.Kind;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The rules of ownership, one by one. Times are seconds. */
class TenancyTest {
    private static final LeaseRules RULES = new LeaseRules(Duration.ofSeconds(20), Duration.ofSeconds(2));
    private static final LeaseEffect KILL = new LeaseEffect.Kill();

    private Standing standing = Standing.outside(RULES);
    private List<LeaseEffect> effects = List.of();

    private static long s(double seconds) {
        return (long) (seconds * 1e9);
    }

    private TenancyTest take(double at, LeaseInput input) {
        Move move = Tenancy.on(standing, input, s(at));
        standing = move.standing();
        effects = move.effects();
        return this;
    }

    /** Its attempts are numbered from 1. */
    private TenancyTest found(double at, @Nullable LastRecord last) {
        long attempt = standing.attempt();
        return take(at, new LeaseInput.Looked(attempt, null))
                .take(at, new LeaseInput.Proven(attempt))
                .take(at, new LeaseInput.Found(attempt, last));
    }

    private TenancyTest claimed(double at, long offset) {
        return take(at, new LeaseInput.Claimed(standing.attempt(), offset, s(at)));
    }

    private TenancyTest owned() {
        return take(0, new LeaseInput.Assigned()).found(0, null).claimed(0, 8);
    }

    /** One server runs under a lease that ends at 21 s. */
    private TenancyTest running() {
        return owned().take(0.5, new LeaseInput.SpawnAsked(1))
                .take(1.5, new LeaseInput.Renewed(1, s(1)))
                .take(1.5, new LeaseInput.Guarded(1, true));
    }

    private static LastRecord anothers(Kind kind, double readAt) {
        return new LastRecord(kind, 4, false, false, s(readAt));
    }

    @Test
    void anotherLiveLeaseLetsTheGroupSettleBeforeTheProof() {
        take(0, new LeaseInput.Assigned()).take(1, new LeaseInput.Looked(1, anothers(Kind.RENEWAL, 0)));
        assertThat(effects).isEmpty();
        take(2.9, new LeaseInput.Tick());
        assertThat(effects).isEmpty();
        take(3, new LeaseInput.Tick());
        assertThat(effects).containsExactly(new LeaseEffect.Prove(1));
    }

    @Test
    void nobodyIsShutOutWithoutAProof() {
        take(0, new LeaseInput.Assigned()).take(0, new LeaseInput.Looked(1, null));
        take(0.1, new LeaseInput.Failed(1));
        assertThat(effects).isEmpty();
        take(0.7, new LeaseInput.Tick());
        assertThat(effects).containsExactly(new LeaseEffect.Look(3));
        take(0.8, new LeaseInput.Proven(1));
        assertThat(effects).isEmpty();
    }

    @Test
    void theEndOfAnothersLeaseIsWaitedFor() {
        take(0, new LeaseInput.Assigned()).found(5, anothers(Kind.RENEWAL, 4)).claimed(5, 8);
        assertThat(standing.phase()).isInstanceOf(Phase.Waiting.class);
        take(24.9, new LeaseInput.Tick());
        assertThat(standing.phase()).isInstanceOf(Phase.Waiting.class);
        take(25, new LeaseInput.Tick());
        assertThat(effects).contains(new LeaseEffect.Open(false));
    }

    @Test
    void anObituaryEndsTheWaitForALeaseThatWasInForce() {
        take(0, new LeaseInput.Assigned()).found(5, anothers(Kind.RENEWAL, 4)).claimed(5, 8);
        take(6, new LeaseInput.Obituary(3));
        assertThat(standing.phase()).isInstanceOf(Phase.Waiting.class);
        take(6, new LeaseInput.Obituary(4));
        assertThat(standing.phase()).isInstanceOf(Phase.Owned.class);
    }

    @Test
    void anObituaryOfABareClaimEndsNoWaitSinceThatMayHaveBeenWaitingItself() {
        take(0, new LeaseInput.Assigned()).found(5, anothers(Kind.CLAIM, 4)).claimed(5, 8);
        take(6, new LeaseInput.Obituary(4));
        assertThat(standing.phase()).isInstanceOf(Phase.Waiting.class);
    }

    @Test
    void nobodyWaitsForWhoIsIdleOrHasReleased() {
        for (Kind kind : List.of(Kind.IDLE, Kind.RELEASE)) {
            standing = Standing.outside(RULES);
            take(0, new LeaseInput.Assigned()).found(5, anothers(kind, 4)).claimed(5, 8);
            assertThat(standing.phase()).isInstanceOf(Phase.Owned.class);
        }
    }

    @Test
    void aClaimantThatStillWaitsGoesOnWaitingAfterItsOwnEarlierClaim() {
        take(0, new LeaseInput.Assigned()).found(5, anothers(Kind.RENEWAL, 4)).claimed(5, 8);
        take(6, new LeaseInput.Lost());
        take(7, new LeaseInput.Assigned())
                .found(7, new LastRecord(Kind.CLAIM, 8, true, false, s(6)))
                .claimed(7, 10);
        assertThat(standing.phase()).isInstanceOf(Phase.Waiting.class);
        take(25, new LeaseInput.Tick());
        assertThat(standing.phase()).isInstanceOf(Phase.Owned.class);
    }

    @Test
    void aClaimantThatStillWaitsWritesNothingWhenItIsRevoked() {
        take(0, new LeaseInput.Assigned()).found(5, anothers(Kind.RENEWAL, 4)).claimed(5, 8);
        take(6, new LeaseInput.Revoked());
        assertThat(effects).containsExactly(new LeaseEffect.Close());
    }

    @Test
    void aStartNeedsARenewalThatWasBegunAfterItAndThatTheGuardHas() {
        owned().take(1, new LeaseInput.SpawnAsked(1));
        assertThat(effects).containsExactly(new LeaseEffect.WriteRenewal(1));
        take(2, new LeaseInput.Renewed(1, s(1.5)));
        assertThat(effects).containsExactly(new LeaseEffect.ExtendGuard(1, s(21.5)));
        take(2, new LeaseInput.Guarded(1, true));
        assertThat(effects).containsExactly(new LeaseEffect.Answer(1, true));
    }

    @Test
    void aRenewalCountsFromWhenItsSendingBegan() {
        running();
        assertThat(standing.holds(s(19.9))).isTrue();
        assertThat(standing.holds(s(20))).isFalse();
    }

    @Test
    void serversAreKilledOneSecondBeforeTheEndOfTheLease() {
        running().take(19.9, new LeaseInput.Tick());
        assertThat(effects).doesNotContain(KILL);
        take(20, new LeaseInput.Tick());
        assertThat(effects).contains(KILL);
    }

    @Test
    void anEmptyShardBecomesIdleAndARenewalBeforeThatDoesNotCount() {
        running().take(2, new LeaseInput.Tick());
        assertThat(effects).containsExactly(new LeaseEffect.WriteRenewal(2));
        take(2.1, new LeaseInput.Emptied());
        take(4.2, new LeaseInput.Tick());
        assertThat(effects).containsExactly(new LeaseEffect.WriteIdle(3));
        take(4.25, new LeaseInput.Renewed(2, s(4.22)));
        assertThat(standing.holds(s(4.25))).isFalse();
        take(4.3, new LeaseInput.SpawnAsked(2)).take(4.4, new LeaseInput.Renewed(4, s(4.3)));
        assertThat(standing.holds(s(4.4))).isTrue();
    }

    @Test
    void idleIsSaidAgainEveryDay() {
        owned().take(2, new LeaseInput.Tick());
        assertThat(effects).containsExactly(new LeaseEffect.WriteIdle(1));
        take(86_401, new LeaseInput.Tick());
        assertThat(effects).isEmpty();
        take(86_402, new LeaseInput.Tick());
        assertThat(effects).containsExactly(new LeaseEffect.WriteIdle(2));
    }

    @Test
    void aReleaseIsWrittenOnlyWhenEveryTreeIsReaped() {
        running().take(3, new LeaseInput.Revoked());
        assertThat(effects).containsExactly(new LeaseEffect.StopServers());
        Standing stopping = standing;
        take(4, new LeaseInput.Emptied()).take(4, new LeaseInput.AtRest());
        assertThat(effects).containsExactly(new LeaseEffect.WriteRelease());
        standing = stopping;
        take(4, new LeaseInput.AtRest());
        assertThat(effects).contains(KILL).doesNotContain(new LeaseEffect.WriteRelease());
    }

    @Test
    void serversOfALostShardGoOnUntilTheirLeaseIsOver() {
        running().take(3, new LeaseInput.Lost());
        assertThat(effects).isEmpty();
        take(4, new LeaseInput.Revoked());
        assertThat(effects).containsExactly(new LeaseEffect.HandedOver());
        take(19.9, new LeaseInput.Tick());
        assertThat(effects).isEmpty();
        take(20, new LeaseInput.Tick());
        assertThat(effects).contains(KILL);
    }

    @Test
    void serversOfALostShardGoOnWhenItIsClaimedAgain() {
        running().take(3, new LeaseInput.Lost());
        take(4, new LeaseInput.Assigned())
                .found(4, new LastRecord(Kind.RENEWAL, 8, false, false, s(1.6)))
                .claimed(4, 12);
        assertThat(effects).contains(new LeaseEffect.Open(true)).doesNotContain(KILL);
        assertThat(standing.unbrokenSince()).isEqualTo(8);
    }

    @Test
    void anothersClaimEndsALostShardAndKeptServersAreKilledBeforeTheNextClaim() {
        running().take(3, new LeaseInput.Lost());
        Standing lost = standing;
        take(4, new LeaseInput.ForeignClaim(10));
        assertThat(effects).contains(KILL);
        standing = lost;
        take(4, new LeaseInput.Assigned()).found(4, new LastRecord(Kind.CLAIM, 10, false, false, s(4)));
        assertThat(effects).containsExactly(KILL, new LeaseEffect.WriteClaim(2));
    }

    @Test
    void whoIsShutOutKillsAndClaimsAgainOnlyIfTheShardIsStillAssigned() {
        running();
        Standing held = standing;
        take(3, new LeaseInput.Fenced(8));
        assertThat(effects).containsExactly(KILL);
        assertThat(standing.isAssigned()).isTrue();
        standing = held;
        take(3, new LeaseInput.Lost()).take(3, new LeaseInput.Fenced(8));
        assertThat(effects).containsExactly(KILL, new LeaseEffect.Close());
        take(100, new LeaseInput.Tick());
        assertThat(effects).isEmpty();
    }

    @Test
    void aBrokenWriterIsReplacedWhileServersGoOn() {
        running().take(3, new LeaseInput.Broken(8));
        assertThat(effects).containsExactly(new LeaseEffect.Look(2));
        assertThat(standing.holds(s(3))).isTrue();
        take(20, new LeaseInput.Tick());
        assertThat(effects).containsExactly(KILL);
    }

    @Test
    void everythingEndsWithoutAGuard() {
        running().take(3, new LeaseInput.Guarded(0, false));
        assertThat(effects).containsExactly(KILL);
    }

    @Test
    void aClaimThatIsBeingWrittenIsAwaitedBeforeTheHandOver() {
        take(0, new LeaseInput.Assigned()).found(0, null);
        take(0.1, new LeaseInput.Revoked());
        assertThat(effects).isEmpty();
        claimed(0.2, 8);
        assertThat(effects).containsExactly(new LeaseEffect.WriteRelease());
        take(0.3, new LeaseInput.Released()).take(0.4, new LeaseInput.Closed());
        assertThat(effects).containsExactly(new LeaseEffect.HandedOver());
    }
}
