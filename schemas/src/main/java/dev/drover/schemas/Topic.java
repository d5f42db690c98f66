package dev.drover.schemas;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/** The catalogue of topics: name, partitions, and how long each keeps its records. */
public enum Topic {
    COMMANDS("mcp.commands", Sharding.SHARDS, kept(Duration.ofDays(30))),
    STATE("mcp.state", Sharding.SHARDS, compacted()),
    LEASES("mcp.leases", Sharding.SHARDS, leases()),
    EVENTS("mcp.events", Sharding.SHARDS, kept(null)),
    API_EVENTS("mcp.api-events", 1, kept(null)),
    REPLIES("mcp.replies", 8, large(Duration.ofHours(1))),
    WORKERS("mcp.workers", 1, heartbeats()),
    CALLBACKS("mcp.callbacks", 8, kept(Duration.ofDays(7))),
    COMMANDS_DLT("mcp.commands.dlt", Sharding.SHARDS, large(Duration.ofDays(90))),
    EVENTS_DLT("mcp.events.dlt", Sharding.SHARDS, large(Duration.ofDays(90)));

    /**
     * A record of {@link #REPLIES}, in bytes: the largest MCP message that is passed on, 8 MiB, and what is around it. A dead
     * letter may be as large: it is what came, and its reason.
     */
    public static final int LARGEST_REPLY = 8 * 1024 * 1024 + 64 * 1024;

    private final String topicName;
    private final int partitions;

    @SuppressWarnings("ImmutableEnumChecker") // made by Map.of
    private final Map<String, String> config;

    Topic(String topicName, int partitions, Map<String, String> config) {
        this.topicName = topicName;
        this.partitions = partitions;
        this.config = config;
    }

    public String topicName() {
        return topicName;
    }

    public int partitions() {
        return partitions;
    }

    /** Of a record, in bytes; 0: whatever the brokers take by default. */
    int largestRecord() {
        return Integer.parseInt(config.getOrDefault(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "0"));
    }

    /** What to create, with this many copies of each record; -1 for the broker's default. */
    public NewTopic toCreate(short replicationFactor) {
        return new NewTopic(topicName, partitions, replicationFactor).configs(config);
    }

    private static Map<String, String> kept(@Nullable Duration retention) {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG,
                retention == null ? "-1" : Long.toString(retention.toMillis()));
    }

    private static Map<String, String> large(Duration retention) {
        Map<String, String> config = new HashMap<>(kept(retention));
        config.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(LARGEST_REPLY));
        return Map.copyOf(config);
    }

    private static Map<String, String> compacted() {
        return Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
    }

    /** The broker's clock stamps renewals, since workers' clocks may differ. */
    private static Map<String, String> leases() {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_COMPACT,
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                "LogAppendTime");
    }

    /** Every worker rewrites its record every few seconds: small segments keep what a reader must scan short. */
    private static Map<String, String> heartbeats() {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_COMPACT,
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                "LogAppendTime",
                TopicConfig.SEGMENT_MS_CONFIG,
                Long.toString(Duration.ofMinutes(10).toMillis()),
                TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
                "0.1");
    }
}
