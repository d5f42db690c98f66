package dev.drover.worker.lease;

/** A shard that is owned: its lease follows its processes. */
final class Holding {
    private Holding() {}

    static Move tick(Standing standing, Lease lease, long now) {
        return switch (lease) {
            case Lease.Idle idle -> tick(standing, idle, now);
            case Lease.Held held -> tick(standing, held, now);
        };
    }

    private static Move tick(Standing standing, Lease.Idle idle, long now) {
        return !standing.isPopulated() && LeaseRules.isOver(idle.writeAt(), now)
                ? idle(Move.of(standing), now)
                : Move.of(standing);
    }

    private static Move tick(Standing standing, Lease.Held held, long now) {
        Move unchanged = Move.of(standing);
        if (standing.isPopulated()) {
            if (held.isSpent(now)) {
                return unchanged.kill().setBack(null, now);
            }
        } else if (held.isSpent(now) || LeaseRules.isOver(standing.rules().nextRenewal(standing.emptySince()), now)) {
            return idle(unchanged, now);
        }
        return LeaseRules.isOver(held.renewAt(), now)
                ? unchanged
                        .to(new Phase.Owned(held.renewing(standing.rules().nextRenewal(now))))
                        .renew()
                : unchanged;
    }

    /** From now on there is no lease, whether this comes to be in the log or not. */
    private static Move idle(Move move, long now) {
        Move next = move.with(Standing::nextTicket);
        long ticket = next.standing().ticket();
        return next.to(new Phase.Owned(new Lease.Idle(now + LeaseRules.IDLE_REWRITE.toNanos(), ticket)))
                .and(new LeaseEffect.WriteIdle(ticket));
    }

    static Move renewed(Standing standing, LeaseInput.Renewed renewed) {
        Move move = Move.of(standing.setBack(0));
        return switch (standing.phase()) {
            case Phase.Owned(Lease lease) ->
                guard(move.to(new Phase.Owned(renewed(standing.rules(), lease, renewed))), renewed.ticket());
            case Phase.Releasing releasing
            when releasing.step() == Phase.Exit.STOPPING ->
                guard(
                        move.to(releasing.under(renewed(standing.rules(), releasing.lease(), renewed))),
                        renewed.ticket());
            case Phase.Unassigned(), Phase.Claiming _, Phase.Waiting(), Phase.Lost _, Phase.Releasing _ ->
                Move.of(standing);
        };
    }

    private static Lease renewed(LeaseRules rules, Lease lease, LeaseInput.Renewed renewed) {
        long end = rules.endOf(renewed.begun());
        return switch (lease) {
            case Lease.Held held -> held.extended(end);
            case Lease.Idle idle ->
                renewed.ticket() > idle.after() ? new Lease.Held(end, rules.nextRenewal(renewed.begun())) : idle;
        };
    }

    /** What runs, or is about to, must end with the lease even if this process does not run then. */
    static Move guard(Move move, long ticket) {
        Standing standing = move.standing();
        Lease lease = switch (standing.phase()) {
            case Phase.Owned(Lease owned) -> owned;
            case Phase.Releasing releasing -> releasing.lease();
            case Phase.Unassigned(), Phase.Claiming _, Phase.Waiting(), Phase.Lost _ ->
                throw new IllegalStateException("no lease to guard in " + standing.phase());
        };
        return standing.isPopulated() && lease instanceof Lease.Held held
                ? move.and(new LeaseEffect.ExtendGuard(ticket, held.deadline()))
                : move;
    }

    static Move guarded(Standing standing, LeaseInput.Guarded guarded, long now) {
        Move unchanged = Move.of(standing);
        if (!guarded.isTaken()) {
            return unguarded(standing, now);
        }
        if (!standing.holds(now)) {
            return unchanged;
        }
        Move move = unchanged.with(s -> s.asking(
                s.asks().stream().filter(ask -> ask.ticket() > guarded.ticket()).toList()));
        for (Standing.Ask ask : standing.asks()) {
            if (ask.ticket() <= guarded.ticket()) {
                move = move.and(new LeaseEffect.Answer(ask.id(), true));
            }
        }
        return move;
    }

    private static Move unguarded(Standing standing, long now) {
        Move unchanged = Move.of(standing);
        return switch (standing.phase()) {
            case Phase.Owned _ -> unchanged.kill().setBack(null, now);
            case Phase.Lost _ -> Assignment.endLost(unchanged);
            case Phase.Claiming claiming -> unchanged.kill().to(claiming.without());
            case Phase.Releasing releasing -> HandOver.inDisorder(unchanged, releasing);
            case Phase.Unassigned(), Phase.Waiting() -> unchanged;
        };
    }

    static Move spawnAsked(Standing standing, long ask) {
        Move asked = Move.of(standing.populated());
        return switch (standing.phase()) {
            case Phase.Owned _ -> {
                Move renewing = asked.renew();
                yield renewing.with(s -> s.asking(ask, s.ticket()));
            }
            case Phase.Lost _ -> asked.with(s -> s.asking(ask, Long.MAX_VALUE));
            case Phase.Claiming claiming when claiming.kept() != null -> asked.with(s -> s.asking(ask, Long.MAX_VALUE));
            case Phase.Unassigned(), Phase.Claiming _, Phase.Waiting(), Phase.Releasing _ ->
                asked.and(new LeaseEffect.Answer(ask, false));
        };
    }

    /** Those that asked while the shard was claimed again. */
    static Move renewForAsks(Move move) {
        if (move.standing().asks().isEmpty()) {
            return move;
        }
        return move.renew()
                .with(s -> s.asking(s.asks().stream()
                        .map(ask -> new Standing.Ask(ask.id(), s.ticket()))
                        .toList()));
    }

    static Move emptied(Standing standing, long now) {
        Move move = Move.of(standing).answerAll(false).with(s -> s.empty(now)).and(new LeaseEffect.ReleaseGuard());
        return standing.phase() instanceof Phase.Releasing releasing && releasing.step() == Phase.Exit.KILLING
                ? HandOver.close(move, releasing)
                : move;
    }
}
