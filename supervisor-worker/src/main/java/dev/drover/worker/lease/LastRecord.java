package dev.drover.worker.lease;

/**
 * The newest record of a shard's lease, as this worker has read it.
 *
 * @param claim offset of the claim that it is, or is about
 * @param isOwnClaim whether it is a claim of this very process
 * @param isDead whether an obituary names its claim
 * @param readAt when this worker read it
 */
public record LastRecord(Kind kind, long claim, boolean isOwnClaim, boolean isDead, long readAt) {
    /** What it says. */
    public enum Kind {
        CLAIM,
        RENEWAL,
        IDLE,
        RELEASE
    }

    /** Whether it proves that nothing runs under it. An obituary proves it of a claim whose own wait was over. */
    boolean isAtRest() {
        return switch (kind) {
            case IDLE, RELEASE -> true;
            case RENEWAL -> isDead;
            // It may still have waited for the end of a lease before it, about which its obituary says nothing.
            case CLAIM -> false;
        };
    }

    boolean isLive(LeaseRules rules, long now) {
        return !isAtRest() && !LeaseRules.isOver(rules.endOf(readAt), now);
    }
}
