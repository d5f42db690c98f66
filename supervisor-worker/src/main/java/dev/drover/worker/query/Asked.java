package dev.drover.worker.query;

import dev.drover.schemas.sealing.Sealer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A query, by whom it is to be answered and until when.
 *
 * @param replica the API replica that waits for the answer
 * @param deadline null: whenever
 * @param sealer of what the server answers; null: it is not sealed
 */
public record Asked(
        String commandId,
        long serverId,
        long appId,
        Query query,
        String replica,
        @Nullable Instant deadline,
        @Nullable Sealer sealer) {
    /** One whose answer is not sealed. */
    public Asked(String commandId, long serverId, long appId, Query query, String replica, @Nullable Instant deadline) {
        this(commandId, serverId, appId, query, replica, deadline, null);
    }
}
