package dev.drover.api.command;

import dev.drover.api.problem.InvalidParameter;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The request header {@code Prefer} (RFC 7240), of which {@code wait=N} is understood, and others are ignored. */
public final class Prefer {
    private static final int MAX_SECONDS = 60;
    private static final Pattern WAIT = Pattern.compile(
            "(?:^|[,;])\\s*wait\\s*(?:=\\s*\"?([^\",;]*?)\"?)?\\s*(?=$|[,;])", Pattern.CASE_INSENSITIVE);

    private Prefer() {}

    /** How long the client wants to wait for the outcome, zero if it does not. */
    public static Duration waitIn(@Nullable String header) {
        Matcher wait = WAIT.matcher(header == null ? "" : header);
        return wait.find() ? seconds(wait.group(1)) : Duration.ZERO;
    }

    private static Duration seconds(@Nullable String text) {
        if (text != null && text.matches("[0-9]{1,9}")) {
            int seconds = Integer.parseInt(text);
            if (seconds <= MAX_SECONDS) {
                return Duration.ofSeconds(seconds);
            }
        }
        throw InvalidParameter.problem(
                "Prefer", "takes wait=N with N a whole number of seconds from 0 to " + MAX_SECONDS);
    }
}
