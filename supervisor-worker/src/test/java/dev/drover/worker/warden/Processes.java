package dev.drover.worker.warden;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What this machine's {@code /proc} says. */
final class Processes {
    private Processes() {}

    /** Processes of the servers of that worker, whatever namespace they are in; zombies have no environment. */
    static List<Long> ofServersOf(String workerId) {
        List<Long> found = new ArrayList<>();
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            for (Path process : all.filter(Processes::isProcess).toList()) {
                List<String> environment =
                        List.of(read(process.resolve("environ")).split("\0", -1));
                if (environment.contains("DROVER_WORKER_ID=" + workerId)
                        && environment.stream().anyMatch(variable -> variable.startsWith("DROVER_RUN="))) {
                    found.add(Long.parseLong(process.getFileName().toString()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** By the kernel's word, for which a zombie does not live. */
    static boolean lives(long pid) {
        String stat = read(Path.of("/proc", Long.toString(pid), "stat"));
        return !stat.isEmpty() && stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    }

    /** Clock ticks from boot to its start. */
    static String startOf(long pid) {
        String stat = read(Path.of("/proc", Long.toString(pid), "stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19];
    }

    static void signal(String name, long pid) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
    }

    private static boolean isProcess(Path file) {
        return Character.isDigit(file.getFileName().toString().charAt(0));
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
