package dev.drover.api.server;

import dev.drover.api.fleet.Fleet;
import org.jspecify.annotations.Nullable;

/**
 * What the projection says of a server's run.
 *
 * @param status null: nothing yet
 * @param shard and {@code claim}: who said so
 */
record Observed(@Nullable String status, int shard, long claim) {

    /** The status as clients see it, by the rule that {@link ServerViews} has in SQL, since lists are filtered by it. */
    String shown(Fleet fleet) {
        return switch (status) {
            case null -> "stopped";
            case "starting", "running", "stopping", "backing_off" -> fleet.holds(shard, claim) ? status : "unknown";
            default -> status;
        };
    }
}
