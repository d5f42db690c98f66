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

    void happened(Change.Happened event) {
        changes.add(event);
    }

    void defined(Server server) {
        changes.add(new Change.Defined(server));
    }

    /** Only a server's last state of the step is written. */
    void ran(Managed managed) {
        kept.put(managed.server().id(), new Change.Ran(managed));
    }

    void forgotten(long serverId) {
        kept.put(serverId, new Change.Forgotten(serverId));
    }

    void position(long nextOffset) {
        changes.add(new Change.Position(nextOffset));
    }

    void effect(Runnable effect) {
        effects.add(effect);
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
