package dev.drover.worker.lifecycle;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a run failed, for the person who must mend it.
 *
 * @param exit null when the process did not end by itself or never was
 * @param stderrTail the last lines it wrote, 20 at most, secrets masked
 */
public record ServerError(
        ErrorCode code, String message, @Nullable Exit exit, List<String> stderrTail, Instant occurredAt) {
    /** How many lines of stderr go with an error. */
    public static final int TAIL_LINES = 20;

    public ServerError {
        stderrTail = List.copyOf(stderrTail);
    }

    public static ServerError of(ErrorCode code, String message, Instant at) {
        return new ServerError(code, message, null, List.of(), at);
    }

    ServerError withTail(List<String> lines) {
        return stderrTail.isEmpty() ? new ServerError(code, message, exit, lines, occurredAt) : this;
    }
}
