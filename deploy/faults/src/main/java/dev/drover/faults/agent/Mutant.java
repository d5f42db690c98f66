package dev.drover.faults.agent;

import dev.drover.faults.agent.Change.Answering;
import dev.drover.faults.agent.Change.Constant;
import dev.drover.faults.agent.Change.Filtering;
import java.util.Arrays;
import java.util.List;

/** Rules of the worker that are broken on purpose: what finds nothing wrong with one of these would find nothing anyway. */
public enum Mutant {
    /** A successor does not wait, and nobody kills at the end of a lease: neither the worker nor its warden. */
    LEASE_OFF,

    /** The warden is told nothing, so it kills nothing; the worker believes that it has every deadline. */
    WARDEN_OFF,

    /** Servers are bare processes: no death signal, no namespace, no group that somebody else would kill. */
    CONTAINMENT_OFF,

    /** Steps whose transaction was aborted are not tried again, and the position goes on behind them. */
    SKIPPING_HANDLER;

    private static final String WORKER = "dev/drover/worker/";

    /** @param label such as {@code lease-off} */
    public static Mutant named(String label) {
        return Arrays.stream(values())
                .filter(mutant -> mutant.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No mutant is called " + label + ", but these are: "
                        + Arrays.stream(values()).map(Mutant::label).toList()));
    }

    public String label() {
        return Labels.of(this);
    }

    List<Change> changes() {
        return switch (this) {
            case LEASE_OFF ->
                List.of(
                        new Answering(WORKER + "lease/Claims", "owed", Constant.NULL),
                        new Answering(WORKER + "lease/Lease$Held", "isSpent", Constant.FALSE),
                        new Answering(WORKER + "warden/WardenGuard", "extend", Constant.TRUE));
            case WARDEN_OFF -> List.of(new Answering(WORKER + "warden/Warden", "tell", Constant.NOTHING));
            case CONTAINMENT_OFF ->
                List.of(
                        new Filtering(WORKER + "process/Containment", "wrap", "bare"),
                        new Answering(WORKER + "process/Containment", "isNamespace", Constant.FALSE),
                        new Answering(WORKER + "process/Containment", "needsWarden", Constant.FALSE));
            case SKIPPING_HANDLER -> List.of(new Filtering(WORKER + "messaging/ShardTransactions", "abort", "skipped"));
        };
    }
}
