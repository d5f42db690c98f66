package dev.drover.faults.evidence;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server as a row of the projection has it, or as the API folds it from the log: the two must be the same.
 *
 * @param tools their names, in the order in which the server listed them
 * @param claim with {@code sequence}, the last event that says so
 */
public record ServerRow(
        long serverId,
        long appId,
        String desired,
        String status,
        Instant statusSince,
        @Nullable String worker,
        @Nullable Long generation,
        @Nullable Long pid,
        int restarts,
        @Nullable String protocolVersion,
        List<String> tools,
        int shard,
        long claim,
        long sequence) {

    /** What is compared where less is known. */
    public StatusRow asStatus() {
        return new StatusRow(serverId, desired, status, worker, pid);
    }
}
