package dev.drover.worker.lifecycle;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What happened to a server, for the event log. */
public sealed interface ServerEvent {
    record Defined(Definition definition) implements ServerEvent {}

    record Starting(StartReason reason, int attempt) implements ServerEvent {}

    /** {@code took} is from spawn to ready, {@code spawnTook} the part of it until the process was there. */
    record Started(@Nullable Long pid, ServerInfo info, Duration took, Duration spawnTook, int restarts)
            implements ServerEvent {}

    record Stopping() implements ServerEvent {}

    record Stopped(@Nullable Integer exitCode) implements ServerEvent {}

    record Crashed(ServerError error, Instant nextAttemptAt) implements ServerEvent {}

    record Failed(ServerError error) implements ServerEvent {}

    record Removed() implements ServerEvent {}

    record CatalogueChanged(Catalogue catalogue) implements ServerEvent {}

    record CommandEnded(Ending ending) implements ServerEvent {}

    /** A tool was called; {@code requestBytes} and {@code replyBytes} are sizes of JSON texts. */
    record ToolCalled(
            String tool,
            @Nullable String caller,
            CallOutcome outcome,
            Duration duration,
            long requestBytes,
            long replyBytes)
            implements ServerEvent {}

    /** {@code TOOL_ERROR}: the tool answered that it failed. */
    enum CallOutcome {
        SUCCEEDED,
        TOOL_ERROR,
        FAILED,
        TIMED_OUT,
        UNKNOWN
    }
}
