package dev.drover.worker.query;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tool calls that a server has accepted, until their deadlines: none of them is executed a second time. */
public record Calls(List<Accepted> accepted) {
    public static final Calls NONE = new Calls(List.of());

    /** Of some 140 bytes each, in a record of at most 1 MB. */
    private static final int MOST = 4_000;

    public Calls {
        accepted = List.copyOf(accepted);
    }

    /**
     * A call that was, or is about to be, executed.
     *
     * @param caller as the platform names it
     */
    public record Accepted(
            String commandId,
            Instant deadline,
            String replica,
            boolean answered,
            String tool,
            @Nullable String caller) {
        Accepted asAnswered() {
            return new Accepted(commandId, deadline, replica, true, tool, caller);
        }
    }

    /** Whether one more would make the record too large in which they are kept. */
    public boolean isFull(Instant now) {
        return accepted.stream().filter(call -> isKept(call, now)).count() >= MOST;
    }

    private static boolean isKept(Accepted call, Instant now) {
        return !call.answered() || now.isBefore(call.deadline());
    }

    public boolean contains(String commandId) {
        return accepted.stream().anyMatch(call -> call.commandId().equals(commandId));
    }

    public boolean isUnanswered(String commandId) {
        return unanswered().stream().anyMatch(call -> call.commandId().equals(commandId));
    }

    public List<Accepted> unanswered() {
        return accepted.stream().filter(call -> !call.answered()).toList();
    }

    /** With one more, and without those that are over. */
    public Calls accept(Asked asked, Query.CallTool call, Instant deadline, Instant now) {
        return new Calls(Stream.concat(
                        accepted.stream().filter(known -> isKept(known, now)),
                        Stream.of(new Accepted(
                                asked.commandId(), deadline, asked.replica(), false, call.tool(), call.caller())))
                .toList());
    }

    public Calls answer(String commandId) {
        return new Calls(accepted.stream()
                .map(call -> call.commandId().equals(commandId) ? call.asAnswered() : call)
                .toList());
    }
}
