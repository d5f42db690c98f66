package dev.drover.worker.lease;

import org.jspecify.annotations.Nullable;

/** The group gives and takes, and others take. */
final class Assignment {
    private Assignment() {}

    static Move assigned(Standing standing) {
        Move unchanged = Move.of(standing);
        return switch (standing.phase()) {
            case Phase.Unassigned(), Phase.Waiting() -> unchanged.claim(null);
            case Phase.Lost(Lease lease) -> unchanged.claim(lease);
            // The consumer begins anew with it, whatever it was told before.
            case Phase.Claiming claiming -> unchanged.claim(claiming.kept());
            case Phase.Owned(Lease lease) -> unchanged.claim(lease);
            case Phase.Releasing r -> unchanged.to(new Phase.Releasing(r.step(), r.lease(), r.until(), true));
        };
    }

    static Move lost(Standing standing) {
        Move unchanged = Move.of(standing);
        return switch (standing.phase()) {
            case Phase.Unassigned(), Phase.Lost _ -> unchanged;
            case Phase.Claiming claiming -> lost(unchanged, claiming.kept());
            case Phase.Waiting() -> lost(unchanged, null);
            case Phase.Owned(Lease lease) -> unchanged.to(new Phase.Lost(lease));
            // The hand-over goes on: what stops anyway is not kept.
            case Phase.Releasing r -> unchanged.to(new Phase.Releasing(r.step(), r.lease(), r.until(), false));
        };
    }

    private static Move lost(Move move, @Nullable Lease kept) {
        return kept == null
                ? move.to(new Phase.Unassigned()).and(new LeaseEffect.Close())
                : move.to(new Phase.Lost(kept));
    }

    /** Its lease is over, or another owns the shard. */
    static Move endLost(Move move) {
        return move.kill().to(new Phase.Unassigned()).and(new LeaseEffect.Close());
    }

    static Move fenced(Standing standing, long claim, long now) {
        return claim == standing.claim() ? shutOut(standing, now) : Move.of(standing);
    }

    static Move foreignClaim(Standing standing, long offset, long now) {
        return standing.claim() != Standing.NO_CLAIM && offset > standing.claim()
                ? shutOut(standing, now)
                : Move.of(standing);
    }

    private static Move shutOut(Standing standing, long now) {
        Move unchanged = Move.of(standing);
        return switch (standing.phase()) {
            case Phase.Unassigned() -> unchanged;
            case Phase.Claiming claiming ->
                claiming.kept() == null ? unchanged : unchanged.kill().to(claiming.without());
            case Phase.Waiting() -> unchanged.setBack(null, now);
            case Phase.Owned _ -> unchanged.kill().setBack(null, now);
            case Phase.Lost _ -> endLost(unchanged);
            case Phase.Releasing releasing -> HandOver.inDisorder(unchanged, releasing);
        };
    }

    static Move broken(Standing standing, long claim) {
        Move unchanged = Move.of(standing);
        if (claim != standing.claim()) {
            return unchanged;
        }
        return switch (standing.phase()) {
            case Phase.Owned(Lease lease) -> unchanged.claim(lease);
            case Phase.Releasing releasing -> HandOver.inDisorder(unchanged, releasing);
            case Phase.Unassigned(), Phase.Claiming _, Phase.Waiting(), Phase.Lost _ -> unchanged;
        };
    }
}
