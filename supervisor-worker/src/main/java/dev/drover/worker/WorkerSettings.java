package dev.drover.worker;

import dev.drover.schemas.address.AllowedHosts;
import dev.drover.worker.lease.LeaseRules;
import dev.drover.worker.lifecycle.BackOff;
import dev.drover.worker.messaging.KafkaSettings;
import dev.drover.worker.process.LimitSettings;
import dev.drover.worker.process.RunAs;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The settings of this service; {@code drover.worker-id} is {@code DROVER_WORKER_ID} in the environment, and so on.
 *
 * @param workerId different from every other worker's, and the same when this one is started again; default: the host's name
 * @param dataDir this worker's own directory: servers' working directories
 * @param privateKeyset the file with which definitions and calls are opened, made by {@code keyset create}; there is no
 *     default
 * @param packageCache where npx and uvx keep what they downloaded; default: in the data directory
 * @param routerUrl where servers reach the API's router, such as {@code https://drover.example/mcp/v1}; none: they are not
 *     told of it
 * @param allowedCommands what a definition's command may be, compared as written; {@code *} allows all
 * @param allowedUrlHosts hosts that are not public and at which remote servers may be: names, addresses, networks
 * @param capacity how many servers this worker is meant to run at a time; told in its heartbeat
 * @param startLimit how many servers may be starting at a time; 0: twice the number of cores
 * @param userLimit in how many platform users' names one server elsewhere is asked at a time, 1 to 1,000
 * @param heartbeatInterval 0.5 s to 60 s
 * @param sessionTimeout after which the group gives a silent worker's shards to others, 3 s to 60 s
 * @param brokerSessionTimeout after which the brokers' controller takes a silent broker's partitions from it, as the brokers
 *     are set ({@code broker.session.timeout.ms}); only compared with the lease
 * @param lease how long and how often this worker may own shards; the same for all workers
 * @param groupProtocol {@code classic} or {@code consumer}
 * @param staticMembership whether a worker that is killed and started again within the session gets its shards back
 * @param containment {@code auto}, {@code pid-namespace}, {@code container} or {@code process-group}
 * @param runAs the numbers of the users that servers run as, such as {@code 200000-265535}: each server as one of its own.
 *     The worker must be root; default: servers run as the worker's user
 * @param mcpDebug whether the MCP messages of every server are logged, secrets masked; also {@code MCP_DEBUG}
 */
@ConfigurationProperties(prefix = "drover", ignoreUnknownFields = false)
public record WorkerSettings(
        @Nullable String workerId,
        @DefaultValue("drover-data") Path dataDir,
        @Nullable Path privateKeyset,
        @Nullable Path packageCache,
        @Nullable URI routerUrl,

        @DefaultValue({"npx", "node", "uvx", "python", "python3"})
        List<String> allowedCommands,

        @DefaultValue List<String> allowedUrlHosts,
        @DefaultValue("500") int capacity,
        @DefaultValue("0") int startLimit,
        @DefaultValue("20") int userLimit,
        @DefaultValue("2s") Duration heartbeatInterval,
        @DefaultValue("10s") Duration sessionTimeout,
        @DefaultValue("9s") Duration brokerSessionTimeout,
        @DefaultValue LeaseSettings lease,
        @DefaultValue("classic") String groupProtocol,
        @DefaultValue("false") boolean staticMembership,
        @DefaultValue("auto") String containment,
        @Nullable String runAs,
        @DefaultValue TopicSettings topics,
        @DefaultValue("false") boolean mcpDebug,
        @DefaultValue BackOffSettings backOff,
        @DefaultValue ServerLimitSettings serverLimits) {
    private static final List<String> CONTAINMENTS = List.of("auto", "pid-namespace", "container", "process-group");

    public WorkerSettings {
        allowedCommands = allowedCommands.stream()
                .map(String::strip)
                .filter(command -> !command.isEmpty())
                .toList();
        require(
                isRouter(routerUrl),
                "DROVER_ROUTER_URL (drover.router-url) must be an http or https URL with a host, such as"
                        + " https://drover.example/mcp/v1");
        require(capacity > 0, "DROVER_CAPACITY (drover.capacity) must be 1 or more, not " + capacity);
        require(startLimit >= 0, "DROVER_START_LIMIT (drover.start-limit) must be 0 or more, not " + startLimit);
        require(
                userLimit >= 1 && userLimit <= 1_000,
                "DROVER_USER_LIMIT (drover.user-limit) must be from 1 to 1000, not " + userLimit);
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
                isBetween(brokerSessionTimeout, Duration.ofSeconds(1), Duration.ofSeconds(60)),
                "DROVER_BROKER_SESSION_TIMEOUT (drover.broker-session-timeout) must be from 1s to 60s");
        require(
                !staticMembership || groupProtocol.equals("classic"),
                "DROVER_STATIC_MEMBERSHIP (drover.static-membership) needs DROVER_GROUP_PROTOCOL=classic: with the newer"
                        + " protocol brokers turn a restarted worker away until the session of the one before it is over");
        require(
                CONTAINMENTS.contains(containment),
                "DROVER_CONTAINMENT (drover.containment) must be one of " + String.join(", ", CONTAINMENTS) + ", not "
                        + containment);
        lease.check(brokerSessionTimeout);
        var _ = allowedHosts(allowedUrlHosts);
        var _ = users(runAs);
    }

    @Nullable
    RunAs users() {
        return users(runAs);
    }

    private static @Nullable RunAs users(@Nullable String range) {
        try {
            return range == null ? null : RunAs.of(range);
        } catch (IllegalArgumentException e) {
            throw new UnusableSetting("DROVER_RUN_AS (drover.run-as) must be " + e.getMessage());
        }
    }

    AllowedHosts allowedHosts() {
        return allowedHosts(allowedUrlHosts);
    }

    private static AllowedHosts allowedHosts(List<String> entries) {
        try {
            return AllowedHosts.of(entries);
        } catch (IllegalArgumentException e) {
            throw new UnusableSetting("DROVER_ALLOWED_URL_HOSTS (drover.allowed-url-hosts): " + e.getMessage());
        }
    }

    @Override
    public Path privateKeyset() {
        if (privateKeyset == null) {
            throw new UnusableSetting(
                    "DROVER_PRIVATE_KEYSET (drover.private-keyset) is not set: name the file with which"
                            + " this worker opens secrets. Make it, with the one for the API, once for the installation:"
                            + " java -jar WORKER.jar keyset create PRIVATE PUBLIC");
        }
        return privateKeyset;
    }

    /**
     * @param duration of a lease: nobody else runs a server of a shard before it is over
     * @param renewal how often it is renewed
     */
    public record LeaseSettings(
            @DefaultValue("20s") Duration duration,
            @DefaultValue("2s") Duration renewal) {
        /** Brokers that stall while one of them fails are quicker than that, with half as much again to spare. */
        private void check(Duration brokerSession) {
            require(
                    isBetween(renewal, Duration.ofMillis(200), Duration.ofSeconds(20)),
                    "DROVER_LEASE_RENEWAL (drover.lease.renewal) must be from 200ms to 20s");
            require(
                    duration.compareTo(KafkaSettings.TRANSACTION_TIMEOUT) < 0,
                    "DROVER_LEASE_DURATION (drover.lease.duration) is %s and must be below %s, the timeout of transactions"
                            .formatted(text(duration), text(KafkaSettings.TRANSACTION_TIMEOUT)));
            Duration least = renewal.multipliedBy(3);
            require(
                    duration.compareTo(least) >= 0,
                    "DROVER_LEASE_DURATION (drover.lease.duration) is %s and must be %s or more: three times DROVER_LEASE_RENEWAL (drover.lease.renewal), %s"
                            .formatted(text(duration), text(least), text(renewal)));
            Duration outage = brokerSession.multipliedBy(3).dividedBy(2).plus(renewal);
            require(
                    duration.compareTo(outage) >= 0,
                    "DROVER_LEASE_DURATION (drover.lease.duration) is %s and must be %s or more: one and a half times DROVER_BROKER_SESSION_TIMEOUT (drover.broker-session-timeout), %s, and DROVER_LEASE_RENEWAL (drover.lease.renewal), %s"
                            .formatted(text(duration), text(outage), text(brokerSession), text(renewal)));
        }

        private static String text(Duration duration) {
            return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
        }
    }

    private static boolean isRouter(@Nullable URI url) {
        return url == null
                || (url.getHost() != null && List.of("http", "https").contains(String.valueOf(url.getScheme())));
    }

    LeaseRules leaseRules() {
        return new LeaseRules(lease.duration(), lease.renewal());
    }

    /** @param replicationFactor copies of each record in the topics that this service creates; -1: the brokers' default */
    public record TopicSettings(@DefaultValue("-1") short replicationFactor) {
        public TopicSettings {
            require(
                    replicationFactor >= 1 || replicationFactor == -1,
                    "DROVER_TOPICS_REPLICATION_FACTOR (drover.topics.replication-factor) must be 1 or more, or -1");
        }
    }

    /**
     * How long a failed server waits for its next attempt.
     *
     * @param shortest after the first failure; doubled with each, 10 ms or more
     * @param longest however many there are in a row, 1 h or less
     */
    public record BackOffSettings(
            @DefaultValue("500ms") Duration shortest,
            @DefaultValue("30s") Duration longest) {
        public BackOffSettings {
            require(
                    isBetween(shortest, Duration.ofMillis(10), longest),
                    "DROVER_BACK_OFF_SHORTEST (drover.back-off.shortest) must be from 10ms to drover.back-off.longest");
            require(
                    isBetween(longest, shortest, Duration.ofHours(1)),
                    "DROVER_BACK_OFF_LONGEST (drover.back-off.longest) must be from drover.back-off.shortest to 1h");
        }

        BackOff toDomain() {
            return new BackOff(shortest, longest);
        }
    }

    /**
     * What one server may use; 0: as much as it likes.
     *
     * @param memory 64 MB or more
     * @param processes and threads, 16 or more
     * @param openFiles of each process, 32 or more
     */
    public record ServerLimitSettings(
            @DefaultValue("2GB") DataSize memory,
            @DefaultValue("512") long processes,
            @DefaultValue("4096") long openFiles) {
        public ServerLimitSettings {
            require(
                    isNoneOr(DataSize.ofMegabytes(64).toBytes(), memory.toBytes()),
                    "DROVER_SERVER_LIMITS_MEMORY (drover.server-limits.memory) must be 64MB or more, or 0 for no limit");
            require(
                    isNoneOr(16, processes),
                    "DROVER_SERVER_LIMITS_PROCESSES (drover.server-limits.processes) must be 16 or more, or 0 for no limit");
            require(
                    isNoneOr(32, openFiles),
                    "DROVER_SERVER_LIMITS_OPEN_FILES (drover.server-limits.open-files) must be 32 or more, or 0 for no limit");
        }

        private static boolean isNoneOr(long least, long value) {
            return value == 0 || value >= least;
        }

        LimitSettings toDomain() {
            return new LimitSettings(memory.toBytes(), processes, openFiles);
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
