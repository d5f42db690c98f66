package dev.drover.api.access;

import dev.drover.api.limit.RateLimit;
import dev.drover.api.problem.Problem;
import dev.drover.api.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authorization.AuthorityAuthorizationDecision;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;

/** What a request gets that shows no good credential, or one that is not enough. */
final class Refusals {
    private static final Logger log = LoggerFactory.getLogger(Refusals.class);

    private final ProblemWriter problems;
    private final RateLimit<String> failures;
    private final RefusedAccess audit;
    private final String hint;

    /**
     * @param failures of each source address
     * @param hint which credential is wanted here
     */
    Refusals(ProblemWriter problems, RateLimit<String> failures, RefusedAccess audit, String hint) {
        this.problems = problems;
        this.failures = failures;
        this.audit = audit;
        this.hint = hint;
    }

    /** It shows none. */
    void missing(HttpServletRequest request, HttpServletResponse response) throws IOException {
        audit.tell(request.getRemoteAddr(), null, "unauthorized");
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        problems.write(
                response, new Problem(HttpStatus.UNAUTHORIZED, "unauthorized", "This needs a valid credential.", hint));
    }

    /** It shows a wrong one, or it cannot be told now. A right one is never held against its address' earlier failures. */
    void failed(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        if (e instanceof AuthenticationServiceException) {
            log.warn("credentials cannot be checked: {}", String.valueOf(e.getMessage()));
            problems.write(response, unavailable(e));
            return;
        }
        Optional<Duration> pause = failures.spend(request.getRemoteAddr());
        if (pause.isPresent()) {
            problems.write(
                    response,
                    new Problem(
                                    HttpStatus.TOO_MANY_REQUESTS,
                                    "too_many_failed_attempts",
                                    "Too many requests with a wrong credential came from this address.",
                                    hint)
                            .retryAfter(pause.get()));
        } else {
            missing(request, response);
        }
    }

    private static Problem unavailable(AuthenticationException e) {
        return e.getCause() instanceof DataAccessException
                ? Problem.databaseUnavailable()
                : new Problem(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "issuer_unavailable",
                        "The issuer of tokens does not answer.",
                        "Try again in some seconds, or use a key.");
    }

    void denied(HttpServletRequest request, HttpServletResponse response, AccessDeniedException e) throws IOException {
        Problem problem = denied(required(e));
        audit.tell(request.getRemoteAddr(), SecurityContextHolder.getContext().getAuthentication(), problem.code());
        problems.write(response, problem);
    }

    private static Problem denied(@Nullable Authority required) {
        return switch (required) {
            case PLATFORM ->
                new Problem(
                        HttpStatus.FORBIDDEN,
                        "platform_key_required",
                        "Only a platform key may do that.",
                        "Have the platform's operator do it.");
            case MANAGE ->
                new Problem(
                        HttpStatus.FORBIDDEN,
                        "insufficient_scope",
                        "This credential may only read.",
                        "Use a key with the scope manage.");
            case null, default -> new Problem(HttpStatus.FORBIDDEN, "forbidden", "This credential may not do that.");
        };
    }

    private static @Nullable Authority required(AccessDeniedException e) {
        if (e instanceof AuthorizationDeniedException denied
                && denied.getAuthorizationResult() instanceof AuthorityAuthorizationDecision decision) {
            for (Authority each : Authority.values()) {
                if (decision.getAuthorities().stream()
                        .anyMatch(authority -> each.text().equals(authority.getAuthority()))) {
                    return each;
                }
            }
        }
        return null;
    }
}
