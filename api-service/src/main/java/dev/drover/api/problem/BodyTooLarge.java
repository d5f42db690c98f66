package dev.drover.api.problem;

import java.io.IOException;
import org.springframework.http.HttpStatus;

/** A request's body is longer than its path takes. */
final class BodyTooLarge extends IOException {
    private static final long serialVersionUID = 1;

    private final long limit;

    BodyTooLarge(long limit) {
        super("the body exceeds " + limit + " bytes");
        this.limit = limit;
    }

    Problem problem() {
        return problem(limit);
    }

    static Problem problem(long limit) {
        return new Problem(
                HttpStatus.CONTENT_TOO_LARGE,
                "body_too_large",
                "The body exceeds " + (limit < 1 << 20 ? (limit >> 10) + " KiB." : (limit >> 20) + " MiB."),
                "Send less in one request.");
    }
}
