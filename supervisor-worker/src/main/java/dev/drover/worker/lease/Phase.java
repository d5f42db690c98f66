package dev.drover.worker.lease;

import org.jspecify.annotations.Nullable;

/**
 * Where a worker stands with a shard.
 *
 * <pre>
 *                assigned             claimed, nobody to wait for
 *   Unassigned ───────────▶ Claiming ─────────────────────────────▶ Owned
 *      ▲  ▲                  ▲ │  │ claimed                         ▲ │ │
 *      │  │         assigned │ │  └──────────▶ Waiting ─────────────┘ │ │
 *      │  │                  │ │   revoked,       │      it is over   │ │ fenced, broken,
 *      │  │                  │ │   lost           │ revoked, lost     │ │ lease spent:
 *      │  │                  │ ▼                  ▼                   │ │ Claiming
 *      │  └────────────── Lost ◀────────────────────────── lost ──────┤ │
 *      │    spent, fenced,                                            │
 *      │    another's claim                                           │ revoked
 *      └───────────────────────────── Releasing ◀─────────────────────┘
 * </pre>
 */
public sealed interface Phase {
    /** The group gives it to others. */
    record Unassigned() implements Phase {}

    /**
     * The group has given it to this worker, which does not own it (any more).
     *
     * @param until of a stage that waits for a time
     * @param kept the lease under which servers of the last ownership go on; null: there is none
     */
    record Claiming(Stage stage, long until, @Nullable Lease kept) implements Phase {
        Claiming at(Stage next) {
            return new Claiming(next, until, kept);
        }

        Claiming without() {
            return new Claiming(stage, until, null);
        }
    }

    /** The steps of a claim. */
    enum Stage {
        /** After a setback. */
        BACKING_OFF,
        /** Reading whose lease it is. */
        LOOKING,
        /** Another's lease is live: the group may not have settled yet. */
        SETTLING,
        /** That the assignment still stands. */
        PROVING,
        /** Shutting out whoever had it, and reading the log to its end. */
        FENCING,
        WRITING
    }

    /** Claimed; the predecessor's servers may still run. */
    record Waiting() implements Phase {}

    record Owned(Lease lease) implements Phase {}

    /** The group has taken it away without notice: servers go on within their lease. */
    record Lost(Lease lease) implements Phase {}

    /**
     * It is handed over.
     *
     * @param until how long servers may take to stop
     * @param isAssignedAgain what comes then
     */
    record Releasing(Exit step, Lease lease, long until, boolean isAssignedAgain) implements Phase {
        Releasing at(Exit next) {
            return new Releasing(next, lease, until, isAssignedAgain);
        }

        Releasing under(Lease next) {
            return new Releasing(step, next, until, isAssignedAgain);
        }
    }

    /** The steps of a hand-over. */
    enum Exit {
        /** A claim is being written: what becomes of it is awaited. */
        JOINING,
        STOPPING,
        /** In disorder: nothing is written. */
        KILLING,
        WRITING,
        CLOSING
    }
}
