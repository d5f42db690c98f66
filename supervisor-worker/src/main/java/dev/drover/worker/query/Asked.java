package dev.drover.worker.query;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A query, by whom it is to be answered and until when.
 *
 * @param replica the API replica that waits for the answer
 * @param deadline null: whenever
 */
public record Asked(
        String commandId,
        long serverId,
        long appId,
        Query query,
        String replica,
        @Nullable Instant deadline) {}
