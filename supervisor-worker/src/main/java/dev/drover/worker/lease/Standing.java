package dev.drover.worker.lease;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a worker knows of one shard's ownership. {@link Tenancy} says how it changes.
 *
 * @param claim this process's last claim; {@link #NO_CLAIM}: none
 * @param unbrokenSince the first of its claims since which servers have gone on
 * @param owed what a predecessor is still waited for; null: nothing
 * @param isPopulated whether a process of the shard may exist
 * @param emptySince since when none does
 * @param asks starts that wait for their renewal
 * @param ticket number of the last record that the writer was given
 * @param attempt number of the last claim that was begun
 * @param setbacks since something last went well
 */
public record Standing(
        LeaseRules rules,
        Phase phase,
        long claim,
        long unbrokenSince,
        @Nullable Wait owed,
        boolean isPopulated,
        long emptySince,
        List<Ask> asks,
        long ticket,
        long attempt,
        int setbacks) {
    public static final long NO_CLAIM = -1;

    public Standing {
        asks = List.copyOf(asks);
    }

    /**
     * For the end of another's lease.
     *
     * @param isSparedByObituary whether an obituary of that claim ends it
     */
    public record Wait(long claim, long until, boolean isSparedByObituary) {}

    /** A start that waits for the renewal with this number, or a later one. */
    public record Ask(long id, long ticket) {}

    public static Standing outside(LeaseRules rules) {
        return new Standing(rules, new Phase.Unassigned(), NO_CLAIM, NO_CLAIM, null, false, 0, List.of(), 0, 0, 0);
    }

    /** Whether the group has given the shard to this worker, as far as it knows. */
    public boolean isAssigned() {
        return switch (phase) {
            case Phase.Claiming _, Phase.Waiting _, Phase.Owned _ -> true;
            case Phase.Unassigned _, Phase.Lost _, Phase.Releasing _ -> false;
        };
    }

    public boolean isOwned() {
        return phase instanceof Phase.Owned;
    }

    /** Whether a step of this claim is still to be carried out. */
    public boolean isWanted(long ofAttempt) {
        return phase instanceof Phase.Claiming && attempt == ofAttempt;
    }

    /** Whether servers may run at this moment. */
    public boolean holds(long now) {
        return lease() instanceof Lease.Held held && !held.isSpent(now);
    }

    /** Under which servers run, or go on. */
    private @Nullable Lease lease() {
        return switch (phase) {
            case Phase.Owned(Lease lease) -> lease;
            case Phase.Lost(Lease lease) -> lease;
            case Phase.Claiming claiming -> claiming.kept();
            case Phase.Unassigned(), Phase.Waiting(), Phase.Releasing _ -> null;
        };
    }

    boolean isOurs(@Nullable LastRecord last) {
        return last != null && (last.isOwnClaim() || (claim != NO_CLAIM && last.claim() == claim));
    }

    Standing to(Phase next) {
        return new Standing(
                rules, next, claim, unbrokenSince, owed, isPopulated, emptySince, asks, ticket, attempt, setbacks);
    }

    Standing waitingFor(@Nullable Wait next) {
        return new Standing(
                rules, phase, claim, unbrokenSince, next, isPopulated, emptySince, asks, ticket, attempt, setbacks);
    }

    Standing claimed(long offset, boolean isUnbroken) {
        long since = isUnbroken && unbrokenSince != NO_CLAIM ? unbrokenSince : offset;
        return new Standing(
                rules, phase, offset, since, owed, isPopulated, emptySince, asks, ticket, attempt, setbacks);
    }

    Standing populated() {
        return new Standing(
                rules, phase, claim, unbrokenSince, owed, true, emptySince, asks, ticket, attempt, setbacks);
    }

    Standing empty(long since) {
        return new Standing(rules, phase, claim, unbrokenSince, owed, false, since, asks, ticket, attempt, setbacks);
    }

    Standing asking(List<Ask> next) {
        return new Standing(
                rules, phase, claim, unbrokenSince, owed, isPopulated, emptySince, next, ticket, attempt, setbacks);
    }

    Standing asking(long id, long needed) {
        List<Ask> more = new ArrayList<>(asks);
        more.add(new Ask(id, needed));
        return asking(more);
    }

    Standing nextTicket() {
        return new Standing(
                rules, phase, claim, unbrokenSince, owed, isPopulated, emptySince, asks, ticket + 1, attempt, setbacks);
    }

    Standing nextAttempt() {
        return new Standing(
                rules, phase, claim, unbrokenSince, owed, isPopulated, emptySince, asks, ticket, attempt + 1, setbacks);
    }

    Standing setBack(int count) {
        return new Standing(
                rules, phase, claim, unbrokenSince, owed, isPopulated, emptySince, asks, ticket, attempt, count);
    }
}
