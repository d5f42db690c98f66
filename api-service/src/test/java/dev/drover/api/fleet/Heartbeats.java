package dev.drover.api.fleet;

import dev.drover.schemas.MessageCodec;
import dev.drover.schemas.message.OwnedShard;
import dev.drover.schemas.message.ResourceLimit;
import dev.drover.schemas.message.WorkerHeartbeat;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Records of {@code mcp.workers}, as the broker hands them out. */
public final class Heartbeats {
    private static final MessageCodec<WorkerHeartbeat> CODEC = new MessageCodec<>(WorkerHeartbeat.class);

    private Heartbeats() {}

    public static ConsumerRecord<String, byte[]> record(String workerId, Instant at, OwnedShard... shards) {
        WorkerHeartbeat heartbeat = WorkerHeartbeat.newBuilder()
                .setWorkerId(workerId)
                .setBootId("b")
                .setHost("h")
                .setPid(12)
                .setVersion("0.1.0")
                .setStartedAt(Instant.EPOCH)
                .setIntervalMs(2_000)
                .setContainment("pid-namespace")
                .setShards(List.of(shards))
                .setServers(3)
                .setCapacity(100)
                .setDraining(false)
                .setLimits(List.of(new ResourceLimit("memory", 1_024L, "cgroup")))
                .build();
        return record(workerId, at, CODEC.encode(heartbeat));
    }

    public static ConsumerRecord<String, byte[]> tombstone(String workerId) {
        return record(workerId, Instant.EPOCH, (byte[]) null);
    }

    @SuppressWarnings("NullAway") // a tombstone has no value
    private static ConsumerRecord<String, byte[]> record(String key, Instant at, byte @Nullable [] value) {
        return new ConsumerRecord<>(
                "mcp.workers",
                0,
                0L,
                at.toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                key.length(),
                0,
                key,
                value,
                new RecordHeaders(),
                Optional.empty());
    }
}
