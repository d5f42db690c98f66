package dev.drover.api.problem;

import java.io.IOException;
import org.springframework.http.HttpStatus;

/** A request's body is longer than any that this service takes. */
final class BodyTooLarge extends IOException {
    private static final long serialVersionUID = 1;

    static final long LIMIT_BYTES = 4 << 20;

    BodyTooLarge() {
        super("the body exceeds " + LIMIT_BYTES + " bytes");
    }

    static Problem problem() {
        return new Problem(
                HttpStatus.CONTENT_TOO_LARGE,
                "body_too_large",
                "The body exceeds " + (LIMIT_BYTES >> 20) + " MiB.",
                "Send less in one request.");
    }
}
