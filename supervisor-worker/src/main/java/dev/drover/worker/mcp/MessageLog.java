package dev.drover.worker.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.worker.lifecycle.RunId;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the messages of a run while somebody wants to see them. Thread-safe. */
final class MessageLog {
    private static final Logger LOG = LoggerFactory.getLogger(MessageLog.class);
    private static final int LONGEST = 4_000;

    private final RunId run;
    private final UnaryOperator<String> masking;
    private volatile boolean isEnabled;

    /** @param masking takes the secrets of the server's definition out of a message */
    MessageLog(RunId run, UnaryOperator<String> masking, boolean isEnabled) {
        this.run = run;
        this.masking = masking;
        this.isEnabled = isEnabled;
    }

    void enable(boolean enabled) {
        isEnabled = enabled;
    }

    void sent(byte[] line) {
        if (isEnabled) {
            log("to", new String(line, UTF_8));
        }
    }

    void received(String line) {
        if (isEnabled) {
            log("from", line);
        }
    }

    private void log(String direction, String line) {
        // Masked before it is cut: half a secret would not be recognised.
        String masked = masking.apply(line.strip());
        boolean isLong = masked.length() > LONGEST;
        String shown = isLong ? masked.substring(0, LONGEST) : masked;
        LOG.info("MCP {} {}: {}{}", direction, run, shown, isLong ? "… (" + masked.length() + " characters)" : "");
    }
}
