package dev.drover.worker.lease;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A standing after an input, and what is to be done about it, in order. */
public record Move(Standing standing, List<LeaseEffect> effects) {
    public Move {
        effects = List.copyOf(effects);
    }

    static Move of(Standing standing) {
        return new Move(standing, List.of());
    }

    Move with(UnaryOperator<Standing> change) {
        return new Move(change.apply(standing), effects);
    }

    Move to(Phase phase) {
        return with(s -> s.to(phase));
    }

    Move and(LeaseEffect effect) {
        List<LeaseEffect> all = new ArrayList<>(effects);
        all.add(effect);
        return new Move(standing, all);
    }

    /** Kills what runs, and lets nothing start that was about to. */
    Move kill() {
        return answerAll(false).and(new LeaseEffect.Kill());
    }

    Move answerAll(boolean mayRun) {
        Move move = this;
        for (Standing.Ask ask : standing.asks()) {
            move = move.and(new LeaseEffect.Answer(ask.id(), mayRun));
        }
        return move.with(s -> s.asking(List.of()));
    }

    /** Begins (again) with the first step of a claim. */
    Move claim(@Nullable Lease kept) {
        Move move = with(Standing::nextAttempt).to(new Phase.Claiming(Phase.Stage.LOOKING, 0, kept));
        return move.and(new LeaseEffect.Look(move.standing().attempt()));
    }

    /** Claims again after a while. */
    Move setBack(@Nullable Lease kept, long now) {
        int setbacks = standing.setbacks() + 1;
        long until = now + LeaseRules.backoff(setbacks);
        return with(s -> s.nextAttempt().setBack(setbacks))
                .to(new Phase.Claiming(Phase.Stage.BACKING_OFF, until, kept));
    }

    Move renew() {
        Move move = with(Standing::nextTicket);
        return move.and(new LeaseEffect.WriteRenewal(move.standing().ticket()));
    }
}
