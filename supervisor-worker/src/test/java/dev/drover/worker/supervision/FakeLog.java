package dev.drover.worker.supervision;

import dev.drover.worker.lifecycle.Ending;
import dev.drover.worker.lifecycle.ServerEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Commits at once, or, while it is held, when the test says so. */
final class FakeLog implements ShardLog {
    final List<Change> committed = new ArrayList<>();
    private final Deque<Step> waiting = new ArrayDeque<>();
    private boolean isHeld;

    @Override
    public void append(Step step) {
        waiting.add(step);
        if (!isHeld) {
            commit();
        }
    }

    void hold() {
        isHeld = true;
    }

    /** What waits since it is held, in order. */
    List<Step> held() {
        return List.copyOf(waiting);
    }

    void commit() {
        isHeld = false;
        while (!waiting.isEmpty()) {
            Step step = waiting.remove();
            committed.addAll(step.changes());
            step.committed().run();
        }
    }

    List<Ending> endings(String commandId) {
        return committed.stream()
                .filter(change -> change instanceof Change.Happened happened && commandId.equals(happened.commandId()))
                .map(change -> ((Change.Happened) change).event())
                .filter(ServerEvent.CommandEnded.class::isInstance)
                .map(event -> ((ServerEvent.CommandEnded) event).ending())
                .toList();
    }

    List<ServerEvent> events() {
        return committed.stream()
                .filter(Change.Happened.class::isInstance)
                .map(change -> ((Change.Happened) change).event())
                .filter(event -> !(event instanceof ServerEvent.CommandEnded))
                .toList();
    }

    /** As the next owner would read it. */
    Managed last(long serverId) {
        return committed.reversed().stream()
                .filter(change -> change instanceof Change.Ran(Managed managed)
                        && managed.server().id() == serverId)
                .map(change -> ((Change.Ran) change).managed())
                .findFirst()
                .orElseThrow();
    }
}
