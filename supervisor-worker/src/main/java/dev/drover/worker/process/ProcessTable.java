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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The processes of this machine, as {@code /proc} shows them. */
final class ProcessTable {
    private static final Path PROC = Path.of("/proc");

    private static final long FIRST_PAUSE = 100_000;

    /** Between two looks at those that do not die at once, since they wait for a device. */
    private static final long LONGEST_PAUSE = 20_000_000;

    /** How often one without an environment is looked at: for 25 ms in all. */
    private static final int LOOKS_AT_BARE = 8;

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

    /**
     * Kills what is wanted until there is none: a process may fork while its parent dies, and one that is just becoming another
     * program shows no environment. Those that show none are looked at again, but not for ever: some have none.
     */
    static int killAll(Predicate<Entry> wanted) {
        int killed = 0;
        long pause = FIRST_PAUSE;
        Map<Long, Integer> bare = new HashMap<>();
        while (true) {
            List<Entry> all = find(_ -> true);
            List<Entry> left = all.stream().filter(wanted).toList();
            left.forEach(Entry::kill);
            killed = Math.max(killed, left.size());
            bare.keySet().retainAll(all.stream().map(Entry::pid).collect(Collectors.toSet()));
            all.stream()
                    .filter(entry -> entry.environment().isEmpty() && isProgram(entry.pid()))
                    .forEach(entry -> bare.merge(entry.pid(), 1, Integer::sum));
            if (left.isEmpty() && bare.values().stream().allMatch(looks -> looks > LOOKS_AT_BARE)) {
                return killed;
            }
            LockSupport.parkNanos(pause);
            pause = Math.min(pause * 2, LONGEST_PAUSE);
        }
    }

    /** Neither a zombie nor a thread of the kernel, which have no memory. */
    private static boolean isProgram(long pid) {
        try {
            String[] fields = fieldsOf(pid);
            return !"0".equals(fields[20]);
        } catch (IOException e) {
            return false;
        }
    }

    /** From the third on, the state. */
    private static String[] fieldsOf(long pid) throws IOException {
        String stat = Files.readString(PROC.resolve(pid + "/stat"), ISO_8859_1);
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    }

    /** Clock ticks from boot to the process's start: field 22 of its {@code stat}; nothing for a zombie. */
    static OptionalLong startOf(long pid) {
        try {
            String[] fields = fieldsOf(pid);
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
