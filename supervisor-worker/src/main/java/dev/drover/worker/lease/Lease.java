package dev.drover.worker.lease;

/** What a claim allows at present. */
public sealed interface Lease {
    /**
     * Servers may run.
     *
     * @param deadline end of the lease
     * @param renewAt when to renew it next
     */
    record Held(long deadline, long renewAt) implements Lease {
        boolean isSpent(long now) {
            return LeaseRules.isOver(LeaseRules.killAt(deadline), now);
        }

        Held extended(long end) {
            return new Held(end - deadline > 0 ? end : deadline, renewAt);
        }

        Held renewing(long next) {
            return new Held(deadline, next);
        }
    }

    /**
     * Nothing runs, and nothing may be started before a renewal.
     *
     * @param writeAt when to say so in the log (again)
     * @param after renewals up to this number do not count: they are before it in the log
     */
    record Idle(long writeAt, long after) implements Lease {}
}
