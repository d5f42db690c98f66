package dev.drover.api.server;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What went wrong with a server's last run, and what to do.
 *
 * @param exitCode null when it did not exit by itself, or never ran
 * @param signal the number of the signal that ended it; null when none did
 * @param stderrTail the last lines that it wrote to stderr, with secrets masked
 */
public record LastError(
        String code,
        String message,
        String hint,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer exitCode,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer signal,
        List<String> stderrTail,
        Instant occurredAt) {

    /** An error that no run told. */
    public static LastError of(String code, String message, Instant at) {
        return new LastError(code, message, Hints.of(code, List.of()), null, null, List.of(), at);
    }

    /** @param stored as the events have it */
    public static LastError of(JsonNode stored) {
        String code = stored.path("code").asString("");
        List<String> tail = stored.path("stderr_tail").values().stream()
                .map(line -> line.asString(""))
                .toList();
        return new LastError(
                code,
                stored.path("message").asString(""),
                Hints.of(code, tail),
                number(stored, "exit_code"),
                number(stored, "signal"),
                tail,
                Instant.parse(stored.path("occurred_at").asString("")));
    }

    public LastError withHint(String better) {
        return new LastError(code, message, better, exitCode, signal, stderrTail, occurredAt);
    }

    private static @Nullable Integer number(JsonNode stored, String member) {
        return stored.hasNonNull(member) ? Integer.valueOf(stored.get(member).asInt()) : null;
    }
}
