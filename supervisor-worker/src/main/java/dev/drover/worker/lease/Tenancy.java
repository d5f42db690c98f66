package dev.drover.worker.lease;

/** What may happen next to a shard's ownership. Pure. Its diagram is {@link Phase}'s. */
public final class Tenancy {
    private Tenancy() {}

    /** @param now on this worker's monotonic clock, as are all times of the input */
    public static Move on(Standing standing, LeaseInput input, long now) {
        return switch (input) {
            case LeaseInput.Assigned() -> Assignment.assigned(standing);
            case LeaseInput.Revoked() -> HandOver.revoked(standing, now);
            case LeaseInput.Lost() -> Assignment.lost(standing);
            case LeaseInput.Looked looked -> Claims.looked(standing, looked, now);
            case LeaseInput.Proven(long attempt) -> Claims.proven(standing, attempt);
            case LeaseInput.Found found -> Claims.found(standing, found);
            case LeaseInput.Claimed claimed -> Claims.claimed(standing, claimed, now);
            case LeaseInput.Failed(long attempt) -> Claims.failed(standing, attempt, now);
            case LeaseInput.Obituary(long claim) -> Claims.obituary(standing, claim, now);
            case LeaseInput.Renewed renewed -> Holding.renewed(standing, renewed);
            case LeaseInput.Guarded guarded -> Holding.guarded(standing, guarded, now);
            case LeaseInput.SpawnAsked(long ask) -> Holding.spawnAsked(standing, ask);
            case LeaseInput.Emptied() -> Holding.emptied(standing, now);
            case LeaseInput.Fenced(long claim) -> Assignment.fenced(standing, claim, now);
            case LeaseInput.Broken(long claim) -> Assignment.broken(standing, claim);
            case LeaseInput.ForeignClaim(long offset) -> Assignment.foreignClaim(standing, offset, now);
            case LeaseInput.AtRest() -> HandOver.atRest(standing);
            case LeaseInput.Released() -> HandOver.released(standing);
            case LeaseInput.Closed() -> HandOver.closed(standing);
            case LeaseInput.Tick() -> tick(standing, now);
        };
    }

    private static Move tick(Standing standing, long now) {
        Move unchanged = Move.of(standing);
        return switch (standing.phase()) {
            case Phase.Unassigned() -> unchanged;
            case Phase.Claiming claiming -> Claims.tick(standing, claiming, now);
            case Phase.Waiting() -> Claims.waitOver(standing, now);
            case Phase.Owned(Lease lease) -> Holding.tick(standing, lease, now);
            case Phase.Lost(Lease lease) -> isSpent(lease, now) ? Assignment.endLost(unchanged) : unchanged;
            case Phase.Releasing releasing -> HandOver.tick(standing, releasing, now);
        };
    }

    static boolean isSpent(Lease lease, long now) {
        return lease instanceof Lease.Held held && held.isSpent(now);
    }
}
