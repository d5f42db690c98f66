package dev.drover.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.utils.Utils;

/** Which shard (partition number) a server belongs to. The same rule in every program that publishes a command. */
public final class Sharding {
    /** Number of shards, and of partitions of every sharded topic; fixed for the life of an installation. */
    public static final int SHARDS = 32;

    private Sharding() {}

    /** {@code toPositive(murmur2(utf8(decimal server id))) mod 32}, as Kafka's default partitioner does for that key. */
    public static int shardOf(long serverId) {
        return Utils.toPositive(Utils.murmur2(key(serverId).getBytes(UTF_8))) % SHARDS;
    }

    /** The record key of everything that is about one server: its id as decimal text. */
    public static String key(long serverId) {
        return Long.toString(serverId);
    }
}
