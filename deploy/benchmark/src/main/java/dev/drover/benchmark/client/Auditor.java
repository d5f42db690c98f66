package dev.drover.benchmark.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code drover audit}, as a process of its own. Any thread. */
public record Auditor(Path apiJar, String brokers) {
    private static final Pattern SAID = Pattern.compile("(\\d+) events in ([0-9.]+) s");

    /**
     * What a replay of the whole log came to.
     *
     * @param seconds from when the program began to read
     */
    public record Replay(long events, double seconds) {
        public double rate() {
            return events / seconds;
        }
    }

    /** The whole log as lines of JSON, to nowhere. */
    public Replay replay() throws IOException, InterruptedException {
        Process process = start();
        try (BufferedReader said = process.errorReader(StandardCharsets.UTF_8)) {
            List<String> lines = new ArrayList<>(said.lines().toList());
            int code = process.waitFor();
            Matcher last = SAID.matcher(lines.isEmpty() ? "" : lines.getLast());
            if (code != 0 || !last.matches()) {
                throw new IOException("the auditor ended with " + code + ": " + lines);
            }
            return new Replay(Long.parseLong(last.group(1)), Double.parseDouble(last.group(2)));
        }
    }

    /** In the memory that a flat replay needs at any length. */
    private Process start() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-Xmx256m",
                        "-jar",
                        apiJar.toString(),
                        "audit",
                        "events",
                        "--brokers",
                        brokers,
                        "--out",
                        "/dev/null")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** How many lines the stream holds. */
    public static long lines(InputStream in) throws IOException {
        byte[] buffer = new byte[256 * 1024];
        long lines = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            for (int i = 0; i < read; i++) {
                if (buffer[i] == '\n') {
                    lines++;
                }
            }
        }
        return lines;
    }
}
