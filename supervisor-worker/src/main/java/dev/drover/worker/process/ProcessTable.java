package dev.drover.worker.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The processes of this machine, as {@code /proc} shows them. */
final class ProcessTable {
    private static final Path PROC = Path.of("/proc");

    /** Between two looks at those that do not die at once, since they wait for a device. */
    private static final long LONGEST_PAUSE = 20_000_000;

    /** A living process (a zombie has no environment any more) whose environment this user may read. */
    record Entry(long pid, Map<String, String> environment) {
        void kill() {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private ProcessTable() {}

    static List<Entry> find(Predicate<Entry> wanted) {
        try (Stream<Path> processes = Files.list(PROC)) {
            return processes
                    .map(process -> process.getFileName().toString())
                    .filter(name -> Character.isDigit(name.charAt(0)))
                    .map(Long::parseLong)
                    .map(pid -> new Entry(pid, environmentOf(pid)))
                    .filter(wanted)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + PROC, e);
        }
    }

    /** Kills what is wanted until there is none: a process may fork while its parent dies. */
    static int killAll(Predicate<Entry> wanted) {
        int killed = 0;
        List<Entry> left = find(wanted);
        long pause = 0;
        while (!left.isEmpty()) {
            left.forEach(Entry::kill);
            killed = Math.max(killed, left.size());
            LockSupport.parkNanos(pause);
            pause = Math.min(pause + 100_000, LONGEST_PAUSE);
            left = find(wanted);
        }
        return killed;
    }

    /** Clock ticks from boot to the process's start: field 22 of its {@code stat}; nothing for a zombie. */
    static OptionalLong startOf(long pid) {
        try {
            String stat = Files.readString(PROC.resolve(pid + "/stat"), ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return "Z".equals(fields[0]) ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(fields[19]));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private static Map<String, String> environmentOf(long pid) {
        Map<String, String> environment = new HashMap<>();
        try {
            String text = new String(Files.readAllBytes(PROC.resolve(pid + "/environ")), UTF_8);
            for (String entry : text.split("\0", -1)) {
                int equals = entry.indexOf('=');
                if (equals > 0) {
                    environment.put(entry.substring(0, equals), entry.substring(equals + 1));
                }
            }
        } catch (IOException e) {
            return Map.of();
        }
        return environment;
    }
}
