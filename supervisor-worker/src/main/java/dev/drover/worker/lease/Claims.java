package dev.drover.worker.lease;

import dev.drover.worker.lease.Phase.Claiming;
import dev.drover.worker.lease.Phase.Stage;
import org.jspecify.annotations.Nullable;

/** The steps of a claim. */
final class Claims {
    private Claims() {}

    /** The claim that is at this stage of this attempt. */
    private static @Nullable Claiming at(Stage stage, long attempt, Standing standing) {
        return standing.phase() instanceof Claiming claiming
                        && claiming.stage() == stage
                        && standing.attempt() == attempt
                ? claiming
                : null;
    }

    static Move looked(Standing standing, LeaseInput.Looked looked, long now) {
        Claiming claiming = at(Stage.LOOKING, looked.attempt(), standing);
        Move unchanged = Move.of(standing);
        if (claiming == null) {
            return unchanged;
        }
        LastRecord last = looked.last();
        boolean isAnothers = last != null && !standing.isOurs(last) && last.isLive(standing.rules(), now);
        return isAnothers
                ? unchanged.to(new Claiming(Stage.SETTLING, now + LeaseRules.SETTLING.toNanos(), claiming.kept()))
                : prove(unchanged, claiming);
    }

    private static Move prove(Move move, Claiming claiming) {
        return move.to(claiming.at(Stage.PROVING))
                .and(new LeaseEffect.Prove(move.standing().attempt()));
    }

    static Move proven(Standing standing, long attempt) {
        Claiming claiming = at(Stage.PROVING, attempt, standing);
        return claiming == null
                ? Move.of(standing)
                : Move.of(standing.to(claiming.at(Stage.FENCING))).and(new LeaseEffect.Fence(attempt));
    }

    static Move found(Standing standing, LeaseInput.Found found) {
        Claiming claiming = at(Stage.FENCING, found.attempt(), standing);
        if (claiming == null) {
            return Move.of(standing);
        }
        LeaseEffect write = new LeaseEffect.WriteClaim(found.attempt());
        if (standing.isOurs(found.last())) {
            return Move.of(standing.to(claiming.at(Stage.WRITING))).and(write);
        }
        Move move = Move.of(standing.waitingFor(owed(standing.rules(), found.last())));
        Move alone = claiming.kept() == null ? move : move.kill();
        return alone.to(claiming.at(Stage.WRITING).without()).and(write);
    }

    private static Standing.@Nullable Wait owed(LeaseRules rules, @Nullable LastRecord last) {
        return last == null || last.isAtRest()
                ? null
                : new Standing.Wait(
                        last.claim(), rules.certainEnd(last.readAt()), last.kind() == LastRecord.Kind.RENEWAL);
    }

    static Move claimed(Standing standing, LeaseInput.Claimed claimed, long now) {
        Claiming claiming = at(Stage.WRITING, claimed.attempt(), standing);
        if (claiming != null) {
            Move move = Move.of(standing.claimed(claimed.offset(), claiming.kept() != null));
            boolean mustWait = standing.owed() != null
                    && !LeaseRules.isOver(standing.owed().until(), now);
            return mustWait
                    ? move.to(new Phase.Waiting())
                    : open(move, held(standing, claimed.begun()), claiming.kept() != null, now);
        }
        Move joined = Move.of(standing.claimed(claimed.offset(), isKept(standing.phase())));
        return HandOver.joined(joined, now);
    }

    /** Whether servers go on without a claim. */
    private static boolean isKept(Phase phase) {
        return phase instanceof Phase.Lost || (phase instanceof Claiming claiming && claiming.kept() != null);
    }

    private static Lease.Held held(Standing standing, long begun) {
        LeaseRules rules = standing.rules();
        return new Lease.Held(rules.endOf(begun), rules.nextRenewal(begun));
    }

    private static Move open(Move move, Lease lease, boolean goesOn, long now) {
        Move open = move.with(s -> s.waitingFor(null))
                .with(s -> s.isPopulated() ? s : s.empty(now))
                .to(new Phase.Owned(lease))
                .and(new LeaseEffect.Open(goesOn));
        return Holding.guard(Holding.renewForAsks(open), open.standing().ticket());
    }

    static Move failed(Standing standing, long attempt, long now) {
        if (standing.phase() instanceof Claiming claiming && standing.attempt() == attempt) {
            return Move.of(standing).setBack(claiming.kept(), now);
        }
        return HandOver.notJoined(Move.of(standing));
    }

    static Move obituary(Standing standing, long claim, long now) {
        Standing.Wait wait = standing.owed();
        boolean spares = wait != null && wait.claim() == claim && wait.isSparedByObituary();
        return spares && standing.phase() instanceof Phase.Waiting ? begin(Move.of(standing), now) : Move.of(standing);
    }

    static Move waitOver(Standing standing, long now) {
        Standing.Wait wait = standing.owed();
        return wait == null || LeaseRules.isOver(wait.until(), now) ? begin(Move.of(standing), now) : Move.of(standing);
    }

    /** The claim's own lease may be over by now: a start renews it. */
    private static Move begin(Move move, long now) {
        long writeAt = move.standing().rules().nextRenewal(now);
        return open(move, new Lease.Idle(writeAt, move.standing().ticket()), false, now);
    }

    static Move tick(Standing standing, Claiming claiming, long now) {
        if (claiming.kept() != null && Tenancy.isSpent(claiming.kept(), now)) {
            return Move.of(standing).kill().to(claiming.without());
        }
        if (claiming.stage() == Stage.BACKING_OFF && LeaseRules.isOver(claiming.until(), now)) {
            return Move.of(standing).claim(claiming.kept());
        }
        return claiming.stage() == Stage.SETTLING && LeaseRules.isOver(claiming.until(), now)
                ? prove(Move.of(standing), claiming)
                : Move.of(standing);
    }
}
