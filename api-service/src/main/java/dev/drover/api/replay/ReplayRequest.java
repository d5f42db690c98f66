package dev.drover.api.replay;

import dev.drover.schemas.Sharding;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which part of the log is asked for; null or empty: no bound.
 *
 * @param from the first moment that counts
 * @param to the first that does not
 * @param types in snake case
 * @param after only what comes after it
 */
public record ReplayRequest(
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Long serverId,
        @Nullable Long appId,
        Set<String> types,
        @Nullable Place after) {
    public static final ReplayRequest EVERYTHING = new ReplayRequest(null, null, null, null, Set.of(), null);

    /** What must be read: a server's events are all in its shard. */
    List<LogSource> sources() {
        return serverId == null ? LogSource.all() : LogSource.around(Sharding.shardOf(serverId));
    }

    /** The time of the first record that can count. */
    long fromMillis() {
        long first = from == null ? 0 : from.toEpochMilli();
        return after == null ? first : Math.max(first, after.millis());
    }

    long toMillis() {
        return to == null ? Long.MAX_VALUE : to.toEpochMilli();
    }

    boolean wants(LogEntry entry) {
        return entry.place().millis() >= fromMillis()
                && (after == null || entry.place().compareTo(after) > 0)
                && (serverId == null || serverId.equals(entry.serverId()))
                && (appId == null || appId.equals(entry.appId()))
                && (types.isEmpty() || types.contains(entry.type()));
    }
}
