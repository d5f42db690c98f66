package dev.drover.worker.mcp;

import dev.drover.worker.lifecycle.RunId;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what a server prints to stdout that is not JSON-RPC, and logs the first of it. For one thread. */
final class SkippedLines {
    private static final Logger LOG = LoggerFactory.getLogger(SkippedLines.class);
    private static final int LOGGED = 5;
    private static final int LONGEST = 200;

    private final RunId run;
    private final UnaryOperator<String> masking;
    private long count;

    /** @param masking makes what the server printed fit for a log */
    SkippedLines(RunId run, UnaryOperator<String> masking) {
        this.run = run;
        this.masking = masking;
    }

    void add(String line) {
        if (line.isBlank()) {
            return;
        }
        count++;
        if (count <= LOGGED) {
            LOG.info("{} printed a line that is not JSON-RPC: {}", run, shown(masking.apply(line)));
        }
    }

    private static String shown(String line) {
        if (line.contains("\"jsonrpc\"")) {
            // A message gone wrong may hold what belongs to callers only.
            return "a broken message of " + line.length() + " characters";
        }
        String start = line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
        return start.replaceAll("\\p{Cntrl}", "?");
    }

    void logCount() {
        if (count > LOGGED) {
            LOG.info("{} printed {} lines that are not JSON-RPC", run, count);
        }
    }
}
