package dev.drover.worker.ownership;

import dev.drover.worker.lease.LeaseInput;
import dev.drover.worker.lease.LeaseRules;
import dev.drover.worker.lease.Phase;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what becomes of leases. Thread-safe. */
final class LeaseMetrics {
    private final LeaseRules rules;
    private final Counter claims;
    private final Counter waits;
    private final Counter fencings;
    private final Counter losses;
    private final Counter lateRenewals;

    LeaseMetrics(MeterRegistry registry, LeaseRules rules) {
        this.rules = rules;
        claims = registry.counter("drover.lease.claims");
        waits = registry.counter("drover.lease.waits");
        fencings = registry.counter("drover.lease.fencings");
        losses = registry.counter("drover.lease.losses");
        lateRenewals = registry.counter("drover.lease.renewals.late");
    }

    void moved(Phase before, Phase after, LeaseInput input) {
        if (input instanceof LeaseInput.Claimed) {
            claims.increment();
        } else if (input instanceof LeaseInput.Fenced) {
            fencings.increment();
        } else if (input instanceof LeaseInput.Lost) {
            losses.increment();
        }
        if (after instanceof Phase.Waiting && !(before instanceof Phase.Waiting)) {
            waits.increment();
        }
    }

    /** @param took from the beginning of its sending to its commit, in nanoseconds */
    void renewed(long took) {
        if (took > rules.renewal().toNanos()) {
            lateRenewals.increment();
        }
    }
}
