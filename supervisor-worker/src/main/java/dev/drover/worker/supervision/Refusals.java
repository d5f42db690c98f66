package dev.drover.worker.supervision;

import dev.drover.worker.lifecycle.ErrorCode;
import dev.drover.worker.query.Answer.Refusal;
import java.util.concurrent.CompletionException;

/** Turns failures of requests into what the asker is told. */
final class Refusals {
    private Refusals() {}

    static Refusal of(Throwable failure) {
        Throwable cause = cause(failure);
        String message = String.valueOf(cause.getMessage());
        if (!(cause instanceof McpFailure mcp)) {
            return Refusal.of("SERVER_ERROR", message);
        }
        return switch (mcp.reason()) {
            case TIMEOUT -> Refusal.of("TIMEOUT", message);
            case EXITED -> Refusal.of("EXITED", message);
            case UNREACHABLE ->
                Refusal.of(mcp.errorCode() == ErrorCode.UNAUTHORIZED ? "UNAUTHORIZED" : "UNREACHABLE", message);
            case BUSY -> Refusal.of("BUSY", message);
            case TOO_LARGE -> Refusal.of("TOO_LARGE", message);
            case PROTOCOL -> Refusal.of("SERVER_ERROR", message);
            case SERVER_ERROR -> new Refusal("SERVER_ERROR", message, mcp.serverCode());
        };
    }

    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
