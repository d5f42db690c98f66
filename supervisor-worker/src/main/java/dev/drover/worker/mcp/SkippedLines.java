package dev.drover.worker.mcp;

import dev.drover.worker.lifecycle.RunId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what a server prints to stdout that is not JSON-RPC, and logs the first of it. For one thread. */
final class SkippedLines {
    private static final Logger LOG = LoggerFactory.getLogger(SkippedLines.class);
    private static final int LOGGED = 5;
    private static final int LONGEST = 200;

    private final RunId run;
    private long count;

    SkippedLines(RunId run) {
        this.run = run;
    }

    void add(String line) {
        if (line.isBlank()) {
            return;
        }
        count++;
        if (count <= LOGGED) {
            LOG.info("{} printed a line that is not JSON-RPC: {}", run, shown(line));
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
