package dev.drover.api.problem;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** An expected failure of a request: becomes {@code application/problem+json} with this status, code and hint. */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final HttpStatus status;
    private final String code;
    private final @Nullable String hint;
    private @Nullable Duration retryAfter;

    @SuppressWarnings("serial")
    private final Map<String, Object> members = new LinkedHashMap<>();

    /**
     * @param code stable, in snake case; part of the contract
     * @param detail what is wrong, naming the field or setting
     */
    public Problem(HttpStatus status, String code, String detail) {
        this(status, code, detail, null);
    }

    /** @param hint what a person can do about it */
    public Problem(HttpStatus status, String code, String detail, @Nullable String hint) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.hint = hint;
    }

    /** The same, with one more member in its JSON. */
    public Problem with(String member, Object value) {
        members.put(member, value);
        return this;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    public HttpStatus status() {
        return status;
    }

    public String code() {
        return code;
    }

    public @Nullable String hint() {
        return hint;
    }

    public Map<String, Object> members() {
        return members;
    }

    /** PostgreSQL does not answer. */
    public static Problem databaseUnavailable() {
        return new Problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "database_unavailable",
                "PostgreSQL does not answer; nothing was changed unless a later read shows it.",
                "Try again in some seconds; GET /actuator/health tells which part is down.");
    }

    /** The same, with when to come again; rounded up to seconds. */
    public Problem retryAfter(Duration pause) {
        retryAfter = Duration.ofSeconds(Math.max(1, pause.plusMillis(999).toSeconds()));
        return this;
    }

    /** When to come again, where that is the answer: of every 429 and 503. */
    Optional<Duration> retryAfter() {
        if (retryAfter != null) {
            return Optional.of(retryAfter);
        }
        return status == HttpStatus.SERVICE_UNAVAILABLE || status == HttpStatus.TOO_MANY_REQUESTS
                ? Optional.of(RETRY_AFTER)
                : Optional.empty();
    }

    /** As it goes over the wire. */
    public ProblemDetail toDetail() {
        ProblemDetail detail = ProblemDetail.forStatusAndDetail(status, getMessage());
        detail.setProperty("code", code);
        if (hint != null) {
            detail.setProperty("hint", hint);
        }
        members.forEach(detail::setProperty);
        return detail;
    }
}
