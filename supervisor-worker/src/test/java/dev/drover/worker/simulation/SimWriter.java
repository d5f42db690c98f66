package dev.drover.worker.simulation;

import dev.drover.worker.lease.LastRecord.Kind;
import dev.drover.worker.supervision.ShardLog;
import dev.drover.worker.supervision.Step;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The writer of a shard, with the rules of the real one: one transaction at a time, in order, kept until it is settled. */
final class SimWriter {
    private final SimShard shard;
    private final Deque<Step> waiting = new ArrayDeque<>();
    private final List<Step> confirmed = new ArrayList<>();
    private List<Step> batch = List.of();
    private @Nullable Kind lease;
    private long ticket;
    private long tried;
    private boolean isOpen;
    private boolean isWriting;
    private int losses;
    int epoch;

    SimWriter(SimShard shard) {
        this.shard = shard;
    }

    ShardLog log() {
        int before = losses;
        return step -> append(before, step);
    }

    private void append(int lossesBefore, Step step) {
        if (losses != lossesBefore && shard.worker.cluster.mutant != Mutant.LATE_STEPS) {
            return;
        }
        waiting.add(step);
        pump();
    }

    void say(Kind kind, long number) {
        lease = kind;
        ticket = number;
        pump();
    }

    void open() {
        isOpen = true;
        List<Step> committed = List.copyOf(confirmed);
        confirmed.clear();
        committed.forEach(step -> step.committed().run());
        pump();
    }

    void discard() {
        waiting.clear();
        batch = List.of();
        confirmed.clear();
        lease = null;
        losses++;
        isOpen = false;
    }

    /** Calls back when no transaction is under way. */
    void pause(Runnable then) {
        isOpen = false;
        if (isWriting) {
            shard.worker.later(Duration.ofMillis(5), () -> pause(then));
        } else {
            lease = null;
            then.run();
        }
    }

    void settle(long lastTried) {
        if (!batch.isEmpty() && lastTried == tried) {
            confirmed.addAll(batch);
            batch = List.of();
        }
    }

    private void pump() {
        if (!isOpen || isWriting) {
            return;
        }
        if (batch.isEmpty()) {
            batch = new ArrayList<>(waiting);
            waiting.clear();
        }
        if (batch.isEmpty() && lease == null) {
            return;
        }
        isWriting = true;
        tried = shard.worker.nextNumber();
        Kind said = lease;
        long number = ticket;
        lease = null;
        long begun = shard.worker.mono();
        long claim = shard.standing().claim();
        int mine = epoch;
        Broker.Batch written = new Broker.Batch(tried, batch, said);
        shard.worker.call(
                () -> shard.worker.cluster.time.chance(shard.worker.cluster.faults(0.02))
                        ? Broker.Outcome.ABORTED
                        : shard.log.write(mine, claim, written, shard.worker.name, shard.worker.id),
                outcome -> settled(outcome, written, number, begun, claim),
                () -> stopped(() -> shard.broken(claim)));
    }

    private void settled(Broker.Outcome outcome, Broker.Batch written, long number, long begun, long claim) {
        switch (outcome) {
            case COMMITTED -> {
                isWriting = false;
                batch = List.of();
                if (written.lease() == Kind.RENEWAL) {
                    shard.renewed(number, begun);
                }
                written.steps().forEach(step -> step.committed().run());
                pump();
            }
            case ABORTED -> {
                if (isOpen && lease == null && written.lease() != null) {
                    lease = written.lease();
                    ticket = number;
                }
                shard.worker.later(Duration.ofMillis(50), () -> {
                    isWriting = false;
                    pump();
                });
            }
            case FENCED -> stopped(() -> shard.fenced(claim));
        }
    }

    private void stopped(Runnable tell) {
        boolean wasOpen = isOpen;
        isWriting = false;
        isOpen = false;
        if (wasOpen) {
            tell.run();
        }
    }
}
