package dev.drover.worker.query;

import dev.drover.schemas.sealing.Sealer;
import dev.drover.worker.lifecycle.Secret;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A query, by whom it is to be answered and until when.
 *
 * @param replica the API replica that waits for the answer
 * @param deadline null: whenever
 * @param sealer of what the server answers; null: it is not sealed
 * @param userToken of the platform user in whose name it is asked; null: in nobody's
 */
public record Asked(
        String commandId,
        long serverId,
        long appId,
        Query query,
        String replica,
        @Nullable Instant deadline,
        @Nullable Sealer sealer,
        @Nullable Secret userToken) {
    /** One whose answer is not sealed, in nobody's name. */
    public Asked(String commandId, long serverId, long appId, Query query, String replica, @Nullable Instant deadline) {
        this(commandId, serverId, appId, query, replica, deadline, null, null);
    }
}
