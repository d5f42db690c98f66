package dev.drover.api.server;

import dev.drover.api.fleet.Owners;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What the projection says of a server's run.
 *
 * @param status null: nothing yet
 * @param shard and {@code claim}: who said so
 */
record Observed(@Nullable String status, int shard, long claim) {

    /** Of a row with the columns {@code status}, {@code shard} and {@code claim}. */
    static Observed in(ResultSet row) throws SQLException {
        return new Observed(row.getString("status"), row.getInt("shard"), row.getLong("claim"));
    }

    /** The status as clients see it, by the rule that {@link ServerViews} has in SQL, since lists are filtered by it. */
    String shown(Owners owners) {
        return switch (status) {
            case null -> "stopped";
            case "starting", "running", "stopping", "backing_off" -> owners.hold(shard, claim) ? status : "unknown";
            default -> status;
        };
    }
}
