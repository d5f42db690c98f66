package dev.drover.worker.lease;

import dev.drover.worker.lease.Phase.Exit;
import dev.drover.worker.lease.Phase.Releasing;

/** The steps of a hand-over. */
final class HandOver {
    /** No lease is held any more. */
    private static final Lease NONE = new Lease.Idle(0, Long.MAX_VALUE);

    private HandOver() {}

    static Move revoked(Standing standing, long now) {
        Move unchanged = Move.of(standing);
        long until = now + LeaseRules.STOP_PATIENCE.toNanos();
        return switch (standing.phase()) {
            // Of a lost shard, too, a consumer says in the end that it is revoked.
            case Phase.Unassigned(), Phase.Lost _ -> unchanged.and(new LeaseEffect.HandedOver());
            case Phase.Waiting() -> close(unchanged, new Releasing(Exit.CLOSING, NONE, until, false));
            case Phase.Owned(Lease lease) ->
                unchanged.to(new Releasing(Exit.STOPPING, lease, until, false)).and(new LeaseEffect.StopServers());
            case Phase.Claiming claiming -> {
                Exit step = claiming.stage() == Phase.Stage.WRITING ? Exit.JOINING : Exit.KILLING;
                Move killed = claiming.kept() == null ? unchanged : unchanged.kill();
                yield closeIfEmpty(killed, new Releasing(step, NONE, until, false));
            }
            // It was assigned again meanwhile, and is not any more.
            case Releasing releasing ->
                unchanged.to(new Releasing(releasing.step(), releasing.lease(), releasing.until(), false));
        };
    }

    /** The claim that was being written is not: it may be in the log all the same, but nobody knows. */
    static Move notJoined(Move move) {
        return move.standing().phase() instanceof Releasing releasing && releasing.step() == Exit.JOINING
                ? closeIfEmpty(move, releasing.at(Exit.KILLING))
                : move;
    }

    /** The claim that was being written is. */
    static Move joined(Move move, long now) {
        if (!(move.standing().phase() instanceof Releasing releasing) || releasing.step() != Exit.JOINING) {
            return move;
        }
        Standing.Wait wait = move.standing().owed();
        boolean isOwed = wait != null && !LeaseRules.isOver(wait.until(), now);
        return isOwed || move.standing().isPopulated()
                ? closeIfEmpty(move, releasing.at(Exit.KILLING))
                : write(move, releasing);
    }

    private static Move write(Move move, Releasing releasing) {
        return move.to(releasing.at(Exit.WRITING).under(NONE)).and(new LeaseEffect.WriteRelease());
    }

    /** Nothing is written; the successor waits. */
    static Move inDisorder(Move move, Releasing releasing) {
        return switch (releasing.step()) {
            case STOPPING ->
                closeIfEmpty(move.kill(), releasing.at(Exit.KILLING).under(NONE));
            case JOINING, KILLING, WRITING, CLOSING -> move;
        };
    }

    private static Move closeIfEmpty(Move move, Releasing releasing) {
        return releasing.step() == Exit.KILLING && !move.standing().isPopulated()
                ? close(move, releasing)
                : move.to(releasing);
    }

    static Move close(Move move, Releasing releasing) {
        return move.to(releasing.at(Exit.CLOSING)).and(new LeaseEffect.Close());
    }

    static Move atRest(Standing standing) {
        Move unchanged = Move.of(standing);
        if (!(standing.phase() instanceof Releasing releasing) || releasing.step() != Exit.STOPPING) {
            return unchanged;
        }
        return standing.isPopulated() ? inDisorder(unchanged, releasing) : write(unchanged, releasing);
    }

    static Move released(Standing standing) {
        return standing.phase() instanceof Releasing releasing && releasing.step() == Exit.WRITING
                ? close(Move.of(standing).and(new LeaseEffect.Kill()), releasing)
                : Move.of(standing);
    }

    static Move closed(Standing standing) {
        if (!(standing.phase() instanceof Releasing releasing) || releasing.step() != Exit.CLOSING) {
            return Move.of(standing);
        }
        Move handedOver = Move.of(standing).to(new Phase.Unassigned()).and(new LeaseEffect.HandedOver());
        return releasing.isAssignedAgain() ? handedOver.claim(null) : handedOver;
    }

    static Move tick(Standing standing, Releasing releasing, long now) {
        Move unchanged = Move.of(standing);
        if (releasing.step() == Exit.STOPPING) {
            if (LeaseRules.isOver(releasing.until(), now) || Tenancy.isSpent(releasing.lease(), now)) {
                return inDisorder(unchanged, releasing);
            }
            return releasing.lease() instanceof Lease.Held held && LeaseRules.isOver(held.renewAt(), now)
                    ? unchanged
                            .to(releasing.under(held.renewing(standing.rules().nextRenewal(now))))
                            .renew()
                    : unchanged;
        }
        return unchanged;
    }
}
