package dev.drover.faults.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;

/** Programs of the operating system that do one thing and end. */
public final class Tool {

    private Tool() {}

    /** @return what it printed; @throws IOException with what it said if it failed */
    public static String run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted: " + command, e);
        }
        return said;
    }

    /** A line for the shell that stops at the first of its commands that fails. */
    static String script(String text) throws IOException {
        return run(List.of("sh", "-ec", text));
    }

    /** @param name without SIG */
    public static void signal(String name, long pid) throws IOException {
        run(List.of("kill", "-s", name, Long.toString(pid)));
    }
}
