package dev.drover.faults.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A process that belongs to a managed server, by the mark in its environment. */
public record MarkedProcess(long pid, Life life) {

    /**
     * All that there are.
     *
     * @param data of the stack whose servers are meant, since others may run on this machine: in it lies a server's home
     */
    public static List<MarkedProcess> find(Path data) throws IOException {
        List<MarkedProcess> found = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
            for (Path process : processes) {
                Map<String, String> environment = environment(process);
                if (environment.containsKey("DROVER_RUN")
                        && environment.getOrDefault("HOME", "").startsWith(data.toString())) {
                    found.add(new MarkedProcess(
                            Long.parseLong(process.getFileName().toString()), life(environment)));
                }
            }
        }
        return found;
    }

    private static Life life(Map<String, String> environment) {
        return new Life(
                Long.parseLong(environment.getOrDefault("DROVER_SERVER_ID", "-1")),
                environment.getOrDefault("DROVER_WORKER_ID", ""),
                environment.getOrDefault("DROVER_INCARNATION", ""),
                environment.getOrDefault("DROVER_RUN", ""));
    }

    /** Nothing if the process has ended; a zombie has none. */
    private static Map<String, String> environment(Path process) {
        Map<String, String> environment = new HashMap<>();
        for (String variable : read(process.resolve("environ")).split("\0", -1)) {
            int at = variable.indexOf('=');
            if (at > 0) {
                environment.put(variable.substring(0, at), variable.substring(at + 1));
            }
        }
        return environment;
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
