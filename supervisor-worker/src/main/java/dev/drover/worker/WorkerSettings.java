package dev.drover.worker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of this service; {@code drover.worker-id} is {@code DROVER_WORKER_ID} in the environment, and so on.
 *
 * @param workerId different from every other worker's, and the same when this one is started again; default: the host's name
 * @param dataDir this worker's own directory: servers' working directories
 * @param packageCache where npx and uvx keep what they downloaded; default: in the data directory
 * @param allowedCommands what a definition's command may be, compared as written; {@code *} allows all
 * @param capacity how many servers this worker is meant to run at a time; told in its heartbeat
 * @param startLimit how many servers may be starting at a time; 0: twice the number of cores
 * @param heartbeatInterval 0.5 s to 60 s
 * @param sessionTimeout after which the group gives a silent worker's shards to others, 3 s to 60 s
 * @param groupProtocol {@code classic} or {@code consumer}
 * @param staticMembership whether a worker that is killed and started again within the session gets its shards back
 * @param containment {@code auto}, {@code pid-namespace}, {@code container} or {@code process-group}
 */
@ConfigurationProperties(prefix = "drover", ignoreUnknownFields = false)
public record WorkerSettings(
        @Nullable String workerId,
        @DefaultValue("drover-data") Path dataDir,
        @Nullable Path packageCache,

        @DefaultValue({"npx", "node", "uvx", "python", "python3"})
        List<String> allowedCommands,

        @DefaultValue("500") int capacity,
        @DefaultValue("0") int startLimit,
        @DefaultValue("2s") Duration heartbeatInterval,
        @DefaultValue("10s") Duration sessionTimeout,
        @DefaultValue("classic") String groupProtocol,
        @DefaultValue("false") boolean staticMembership,
        @DefaultValue("auto") String containment,
        @DefaultValue TopicSettings topics) {
    private static final List<String> CONTAINMENTS = List.of("auto", "pid-namespace", "container", "process-group");

    public WorkerSettings {
        allowedCommands = allowedCommands.stream()
                .map(String::strip)
                .filter(command -> !command.isEmpty())
                .toList();
        require(capacity > 0, "DROVER_CAPACITY (drover.capacity) must be 1 or more, not " + capacity);
        require(startLimit >= 0, "DROVER_START_LIMIT (drover.start-limit) must be 0 or more, not " + startLimit);
        require(
                isBetween(heartbeatInterval, Duration.ofMillis(500), Duration.ofSeconds(60)),
                "DROVER_HEARTBEAT_INTERVAL (drover.heartbeat-interval) must be from 500ms to 60s");
        require(
                isBetween(sessionTimeout, Duration.ofSeconds(3), Duration.ofSeconds(60)),
                "DROVER_SESSION_TIMEOUT (drover.session-timeout) must be from 3s to 60s");
        require(
                groupProtocol.equals("classic") || groupProtocol.equals("consumer"),
                "DROVER_GROUP_PROTOCOL (drover.group-protocol) must be classic or consumer, not " + groupProtocol);
        require(
                !staticMembership || groupProtocol.equals("classic"),
                "DROVER_STATIC_MEMBERSHIP (drover.static-membership) needs DROVER_GROUP_PROTOCOL=classic: with the newer"
                        + " protocol brokers turn a restarted worker away until the session of the one before it is over");
        require(
                CONTAINMENTS.contains(containment),
                "DROVER_CONTAINMENT (drover.containment) must be one of " + String.join(", ", CONTAINMENTS) + ", not "
                        + containment);
    }

    /** @param replicationFactor copies of each record in the topics that this service creates; -1: the brokers' default */
    public record TopicSettings(@DefaultValue("-1") short replicationFactor) {
        public TopicSettings {
            require(
                    replicationFactor >= 1 || replicationFactor == -1,
                    "DROVER_TOPICS_REPLICATION_FACTOR (drover.topics.replication-factor) must be 1 or more, or -1");
        }
    }

    int startsAtATime() {
        return startLimit > 0 ? startLimit : 2 * Runtime.getRuntime().availableProcessors();
    }

    Path packageCacheDir() {
        return packageCache == null ? dataDir.resolve("package-cache") : packageCache;
    }

    private static boolean isBetween(Duration value, Duration least, Duration most) {
        return value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new UnusableSetting(message);
        }
    }
}
