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

    /** Writes the step, and has its effects done by the supervisor's thread after that. */
    void appendTo(ShardLog log, Mailbox mailbox) {
        Runnable all = () -> effects.forEach(Runnable::run);
        List<Change> everything = new ArrayList<>(changes);
        everything.addAll(kept.values());
        if (everything.isEmpty()) {
            all.run();
        } else {
            log.append(new Step(everything, () -> mailbox.submit(new Message.Follow(all))));
        }
    }

    /** Does the effects at once and writes nothing: the shard is no longer ours to write to. */
    void abandon() {
        effects.forEach(Runnable::run);
    }
}
