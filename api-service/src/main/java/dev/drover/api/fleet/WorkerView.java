package dev.drover.api.fleet;

import dev.drover.schemas.message.OwnedShard;
import dev.drover.schemas.message.ResourceLimit;
import dev.drover.schemas.message.WorkerHeartbeat;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A worker as clients read it.
 *
 * @param heartbeatAt when the broker took its last heartbeat; {@code heartbeat_age_ms} is how long ago that is
 * @param heartbeatIntervalMs how often it sends one: after three without one it counts as silent
 * @param servers number of servers with a process or a connection
 * @param capacity of servers at a time
 * @param leases one for each of its shards
 * @param limits what one server may use, and who sees to it
 */
record WorkerView(
        String workerId,
        String host,
        long pid,
        String version,
        Instant startedAt,
        String containment,
        Instant heartbeatAt,
        long heartbeatAgeMs,
        int heartbeatIntervalMs,
        List<Integer> shards,
        List<Lease> leases,
        int servers,
        int capacity,
        boolean draining,
        List<Limit> limits) {

    /** @param claim the fencing token of what the worker writes about the shard's servers */
    record Lease(
            int shard,
            long claim,

            @Schema(allowableValues = {"waiting", "held", "idle", "lost"})
            String state) {
        private static Lease of(OwnedShard owned) {
            return new Lease(
                    owned.getShard(), owned.getClaim(), owned.getLease().name().toLowerCase(Locale.ROOT));
        }
    }

    /**
     * What one server may use of a resource.
     *
     * @param resource {@code memory} (bytes), {@code processes} or {@code open_files} (count)
     * @param enforcedBy {@code none}: this host cannot, so the limit is not kept
     */
    record Limit(
            String resource,
            long limit,

            @Schema(allowableValues = {"cgroup", "prlimit", "none"})
            String enforcedBy) {
        private static Limit of(ResourceLimit limit) {
            return new Limit(limit.getResource(), limit.getLimit(), limit.getEnforcedBy());
        }
    }

    static WorkerView of(Fleet.Member member, Instant now) {
        WorkerHeartbeat heartbeat = member.heartbeat();
        List<Lease> leases = heartbeat.getShards().stream()
                .map(Lease::of)
                .sorted(Comparator.comparingInt(Lease::shard))
                .toList();
        return new WorkerView(
                heartbeat.getWorkerId(),
                heartbeat.getHost(),
                heartbeat.getPid(),
                heartbeat.getVersion(),
                heartbeat.getStartedAt(),
                heartbeat.getContainment(),
                member.at(),
                Math.max(0, Duration.between(member.at(), now).toMillis()),
                heartbeat.getIntervalMs(),
                leases.stream().map(Lease::shard).toList(),
                leases,
                heartbeat.getServers(),
                heartbeat.getCapacity(),
                heartbeat.getDraining(),
                heartbeat.getLimits().stream().map(Limit::of).toList());
    }
}
