package dev.drover.faults.agent;

import dev.drover.faults.agent.Change.Answering;
import dev.drover.faults.agent.Change.Constant;
import dev.drover.faults.agent.Change.Filtering;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Rules of the worker that are broken on purpose: what finds nothing wrong with one of these would find nothing anyway. */
public enum Mutant {
    /** A successor does not wait, and nobody kills at the end of a lease: the worker does not, and its warden hears of none. */
    LEASE_OFF,

    /** The warden hears of no end of a lease; the worker believes that it has every deadline. */
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

    static Stream<Change> allChanges() {
        return Arrays.stream(values()).flatMap(mutant -> mutant.changes().stream());
    }

    List<Change> changes() {
        return switch (this) {
            case LEASE_OFF ->
                List.of(
                        answering("lease/Claims", "owed", Constant.NULL),
                        answering("lease/Lease$Held", "isSpent", Constant.FALSE),
                        answering("warden/BootClock", "at", Constant.NEVER));
            case WARDEN_OFF -> List.of(answering("warden/BootClock", "at", Constant.NEVER));
            case CONTAINMENT_OFF ->
                List.of(
                        filtering("process/Containment", "wrap", "bare"),
                        answering("process/Containment", "isNamespace", Constant.FALSE),
                        answering("process/Containment", "needsWarden", Constant.FALSE));
            case SKIPPING_HANDLER -> List.of(filtering("messaging/ShardTransactions", "abort", "skipped"));
        };
    }

    private Change answering(String owner, String method, Constant answer) {
        return new Answering(WORKER + owner, method, label(), answer);
    }

    private Change filtering(String owner, String method, String filter) {
        return new Filtering(WORKER + owner, method, label(), filter);
    }
}
