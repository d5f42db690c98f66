package dev.drover.worker.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The management commands that a server has seen of late, oldest first: which wait for their goal, how others ended. */
public record CommandLog(List<Entry> entries) {
    /** How many ended ones are remembered. */
    public static final int KEPT = 64;

    /** How many may wait for the same goal: all that wait are kept, and must fit into one record of the log. */
    public static final int MOST_WAITING = 256;

    public static final CommandLog EMPTY = new CommandLog(List.of());

    public CommandLog {
        entries = List.copyOf(entries);
    }

    /**
     * @param goal null for a command that was ended at once
     * @param ending null while it waits
     */
    public record Entry(
            String commandId, @Nullable Goal goal, @Nullable Ending ending) {}

    public Optional<Entry> find(String commandId) {
        return entries.stream()
                .filter(entry -> entry.commandId().equals(commandId))
                .findFirst();
    }

    /** Ids of the commands that wait for one of these goals, oldest first. */
    public List<String> waitingFor(Set<Goal> goals) {
        return entries.stream()
                .filter(entry -> entry.ending() == null && entry.goal() != null && goals.contains(entry.goal()))
                .map(Entry::commandId)
                .toList();
    }

    CommandLog waiting(String commandId, Goal goal) {
        return appended(new Entry(commandId, goal, null));
    }

    CommandLog ended(String commandId, Ending ending) {
        Optional<Entry> known = find(commandId);
        if (known.isEmpty()) {
            return appended(new Entry(commandId, null, ending));
        }
        Entry ended = new Entry(commandId, known.get().goal(), ending);
        return new CommandLog(entries.stream()
                .map(entry -> entry.commandId().equals(commandId) ? ended : entry)
                .toList());
    }

    /** One that waits is never forgotten. */
    private CommandLog appended(Entry entry) {
        List<Entry> next = new ArrayList<>(entries);
        next.add(entry);
        int excess = next.size() - KEPT;
        for (int i = 0; i < next.size() && excess > 0; ) {
            if (next.get(i).ending() == null) {
                i++;
            } else {
                next.remove(i);
                excess--;
            }
        }
        return new CommandLog(next);
    }
}
