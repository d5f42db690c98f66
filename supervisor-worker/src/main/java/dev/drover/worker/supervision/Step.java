package dev.drover.worker.supervision;

import java.util.List;

/**
 * Changes that are written together, and what follows.
 *
 * @param canWait whether nobody waits for what is written here: it may wait for the next step, for a moment
 * @param committed run once they are committed, on the writer's thread; never if the shard is lost before
 */
public record Step(List<Change> changes, boolean canWait, Runnable committed) {
    public Step {
        changes = List.copyOf(changes);
    }
}
