package dev.drover.api.server;

import dev.drover.api.problem.InvalidParameter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which servers a list shall hold; null means any. */
public record ServerFilter(
        @Nullable Long appId,
        @Nullable String status,
        @Nullable String name) {
    private static final List<String> STATUSES =
            List.of("stopped", "starting", "running", "stopping", "backing_off", "failed", "unknown");

    public ServerFilter {
        if (status != null && !STATUSES.contains(status)) {
            throw InvalidParameter.problem("status", "must be one of " + String.join(", ", STATUSES));
        }
        if (name != null && name.indexOf('\0') >= 0) {
            throw InvalidParameter.problem("name", "must not hold a NUL");
        }
    }
}
