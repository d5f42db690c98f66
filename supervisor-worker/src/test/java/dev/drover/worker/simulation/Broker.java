package dev.drover.worker.simulation;

import dev.drover.worker.lease.LastRecord.Kind;
import dev.drover.worker.lifecycle.Server;
import dev.drover.worker.lifecycle.ServerEvent;
import dev.drover.worker.lifecycle.ServerState;
import dev.drover.worker.query.Calls;
import dev.drover.worker.supervision.Change;
import dev.drover.worker.supervision.Managed;
import dev.drover.worker.supervision.Message;
import dev.drover.worker.supervision.Received;
import dev.drover.worker.supervision.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One shard's partitions: commands, state and leases, and who may write to them. */
final class Broker {
    /** @param process incarnation that wrote it */
    record Entry(long offset, Kind kind, long claim, String process, String worker) {}

    /** What a transaction carries; {@code lease} null: nothing of it. */
    record Batch(long tried, List<Step> steps, @Nullable Kind lease) {}

    enum Outcome {
        COMMITTED,
        ABORTED,
        FENCED
    }

    private final Witness witness;
    private final Mutant mutant;
    final List<Received> commands = new ArrayList<>();
    final List<Entry> leases = new ArrayList<>();
    final List<Long> obituaries = new ArrayList<>();
    private final Map<Long, Managed> state = new TreeMap<>();
    private final List<Consumer<Entry>> tails = new ArrayList<>();
    private final List<Consumer<Long>> mourners = new ArrayList<>();
    private long nextOffset;
    private long lastTried = -1;
    private long lastClaim = -1;
    private long leaseOffset;
    private int epoch;

    Broker(Witness witness, Mutant mutant) {
        this.witness = witness;
        this.mutant = mutant;
    }

    void tail(Consumer<Entry> entries, Consumer<Long> dead) {
        tails.add(entries);
        mourners.add(dead);
    }

    int fence() {
        epoch++;
        return epoch;
    }

    @Nullable
    Entry last() {
        return leases.isEmpty() ? null : leases.getLast();
    }

    long nextOffset() {
        return nextOffset;
    }

    long lastTried() {
        return lastTried;
    }

    private boolean isShutOut(int writer) {
        return writer != epoch && mutant != Mutant.NO_FENCING;
    }

    /** The claim's offset, or -1 for a zombie. */
    long claim(int writer, String process, String worker) {
        if (isShutOut(writer)) {
            return -1;
        }
        long offset = leaseOffset;
        if (offset <= lastClaim) {
            witness.violation("claim %d after %d".formatted(offset, lastClaim));
        }
        lastTried = -1;
        append(Kind.CLAIM, offset, process, worker);
        return offset;
    }

    private void append(Kind kind, long claim, String process, String worker) {
        Entry entry = new Entry(leaseOffset, kind, claim, process, worker);
        leaseOffset += 2; // a transaction's end takes an offset, too
        leases.add(entry);
        witness.note("log: " + entry);
        if (kind == Kind.CLAIM) {
            lastClaim = entry.offset();
        }
        tails.forEach(tail -> tail.accept(entry));
    }

    Outcome write(int writer, long claim, Batch batch, String process, String worker) {
        if (isShutOut(writer)) {
            return Outcome.FENCED;
        }
        if (claim != lastClaim) {
            witness.violation("claim %d writes after claim %d".formatted(claim, lastClaim));
        }
        if (batch.lease() != null) {
            append(batch.lease(), claim, process, worker);
        }
        if (!batch.steps().isEmpty()) {
            batch.steps().forEach(step -> step.changes().forEach(this::apply));
            lastTried = batch.tried();
        }
        return Outcome.COMMITTED;
    }

    void bury(long claim) {
        obituaries.add(claim);
        witness.note("log: obituary of " + claim);
        mourners.forEach(mourner -> mourner.accept(claim));
    }

    private void apply(Change change) {
        switch (change) {
            case Change.Happened happened -> {
                if (happened.event() instanceof ServerEvent.CommandEnded && happened.commandId() != null) {
                    witness.ended(happened.commandId());
                }
            }
            case Change.Defined(Server server) -> state.putIfAbsent(server.id(), new Managed(server, Calls.NONE));
            case Change.Ran(Managed managed) -> state.put(managed.server().id(), managed);
            case Change.Forgotten(long id) -> state.remove(id);
            case Change.Position(long next) -> nextOffset = next;
        }
    }

    /** As a new owner reads it. */
    List<Message.Restored> restore() {
        List<Message.Restored> restored = new ArrayList<>();
        for (Managed managed : state.values()) {
            Server s = managed.server();
            boolean isKept = s.state() instanceof ServerState.Failed || s.state() instanceof ServerState.Removed;
            Server read = new Server(
                    s.id(),
                    s.appId(),
                    s.definition(),
                    s.desired(),
                    isKept ? s.state() : new ServerState.Stopped(),
                    s.run(),
                    s.history(),
                    s.commands(),
                    s.catalogues(),
                    s.lastError());
            restored.add(new Message.Restored(
                    new Managed(read, managed.calls()), s.state().liveRun().isPresent()));
        }
        return restored;
    }
}
