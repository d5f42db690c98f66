package dev.drover.worker.lifecycle;

import java.time.Duration;

/** How far a stop has gone: three seconds at most until SIGKILL. */
public enum StopStep {
    /** The server's stdin is closed: what the MCP specification asks of a client that ends a session. */
    STDIN_CLOSED(Duration.ofSeconds(1)),
    /** SIGTERM is sent. */
    TERMINATED(Duration.ofSeconds(2)),
    /** SIGKILL is sent, and sent again until the tree is gone. */
    KILLED(Duration.ofSeconds(1));

    private final Duration patience;

    StopStep(Duration patience) {
        this.patience = patience;
    }

    Duration patience() {
        return patience;
    }
}
