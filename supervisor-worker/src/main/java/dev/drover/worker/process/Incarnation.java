package dev.drover.worker.process;

import java.util.Optional;

/** One life of a worker: its pid and when it started, in clock ticks since boot, because a pid is used again. */
public record Incarnation(long pid, long startedAt) {
    public static Incarnation current() {
        long pid = ProcessHandle.current().pid();
        return new Incarnation(pid, ProcessTable.startOf(pid).orElse(0));
    }

    static Optional<Incarnation> parse(String text) {
        String[] parts = text.split("-", -1);
        try {
            return parts.length == 2
                    ? Optional.of(new Incarnation(Long.parseLong(parts[0]), Long.parseLong(parts[1])))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    boolean isAlive() {
        return ProcessTable.startOf(pid).orElse(-1) == startedAt;
    }

    @Override
    public String toString() {
        return pid + "-" + startedAt;
    }
}
