package dev.drover.worker.supervision;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shard's steps on their way to its log, oldest first. Their effects are done once they are committed, in the order of
 * the steps, and not at all when the shard is lost before: a spawn would have no owner, an answer might be wrong. Used by
 * the supervisor's thread only.
 */
final class Commits {
    private static final Logger log = LoggerFactory.getLogger(Commits.class);

    private final ShardLog shardLog;
    private final Mailbox mailbox;
    private final Deque<List<Runnable>> underWay = new ArrayDeque<>();
    private boolean isLost;

    Commits(ShardLog shardLog, Mailbox mailbox) {
        this.shardLog = shardLog;
        this.mailbox = mailbox;
    }

    /** A step that changes nothing is not written, but its effects wait for the steps before it. */
    void add(StepBuilder step) {
        List<Runnable> last = underWay.peekLast();
        if (!step.changes().isEmpty()) {
            write(step.changes(), step.canWait(), step.effects());
        } else if (last != null) {
            last.addAll(step.effects());
        } else {
            carryOut(step.effects());
        }
    }

    /** Does this when all that was added before is committed. */
    void last(Runnable effect) {
        write(List.of(), false, List.of(effect));
    }

    private void write(List<Change> changes, boolean canWait, List<Runnable> effects) {
        underWay.add(new ArrayList<>(effects));
        shardLog.append(new Step(changes, canWait, () -> mailbox.submit(new Message.Follow(this::committed))));
    }

    private void committed() {
        if (!isLost) {
            carryOut(underWay.remove());
        }
    }

    /** The shard is no longer ours to write to: does the step's effects at once, and writes nothing any more. */
    void abandon(StepBuilder step) {
        isLost = true;
        underWay.clear();
        carryOut(step.effects());
    }

    /** They may be about several servers: what fails for one is done for the others. */
    private static void carryOut(List<Runnable> effects) {
        for (Runnable effect : effects) {
            try {
                effect.run();
            } catch (RuntimeException e) {
                log.error("An effect failed", e);
            }
        }
    }
}
