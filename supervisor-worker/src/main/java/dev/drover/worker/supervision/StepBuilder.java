package dev.drover.worker.supervision;

import dev.drover.worker.lifecycle.Server;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers what one message changes, and what is to be done once that is committed. */
final class StepBuilder {
    private final List<Change> changes = new ArrayList<>();
    private final Map<Long, Change> kept = new LinkedHashMap<>();
    private final List<Runnable> effects = new ArrayList<>();
    private boolean hasWaiters;

    void happened(Change.Happened event) {
        hasWaiters = true;
        changes.add(event);
    }

    void defined(Server server) {
        hasWaiters = true;
        changes.add(new Change.Defined(server));
    }

    /** Only a server's last state of the step is written. */
    void ran(Managed managed) {
        hasWaiters = true;
        kept.put(managed.server().id(), new Change.Ran(managed));
    }

    void forgotten(long serverId) {
        hasWaiters = true;
        kept.put(serverId, new Change.Forgotten(serverId));
    }

    void position(long nextOffset) {
        changes.add(new Change.Position(nextOffset));
    }

    void effect(Runnable effect) {
        hasWaiters = true;
        effects.add(effect);
    }

    /** What is done once it is committed, and is nobody's business until then. */
    void sometime(Runnable effect) {
        effects.add(effect);
    }

    /** Whoever asked has his answer already: what was gathered so far only tells of it. */
    void answered() {
        hasWaiters = false;
    }

    /** Whether it may be written with the next step: a position alone, or what is told after the fact. */
    boolean canWait() {
        return !hasWaiters;
    }

    List<Change> changes() {
        List<Change> everything = new ArrayList<>(changes);
        everything.addAll(kept.values());
        return everything;
    }

    List<Runnable> effects() {
        return effects;
    }
}
