package dev.drover.faults.evidence;

import org.jspecify.annotations.Nullable;

/**
 * What is said of a server: by the events, by a row of the projection, or by the API.
 *
 * @param pid of its process, where it runs
 */
public record StatusRow(
        long serverId,
        String desired,
        String status,
        @Nullable String worker,
        @Nullable Long pid) {}
