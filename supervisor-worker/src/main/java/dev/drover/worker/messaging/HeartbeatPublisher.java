package dev.drover.worker.messaging;

import dev.drover.schemas.Topic;
import dev.drover.schemas.message.LeaseState;
import dev.drover.schemas.message.OwnedShard;
import dev.drover.schemas.message.ResourceLimit;
import dev.drover.schemas.message.WorkerHeartbeat;
import dev.drover.worker.supervision.ServerLimit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes this worker's heartbeats to {@code mcp.workers}. Thread-safe. */
public final class HeartbeatPublisher {
    private static final Logger log = LoggerFactory.getLogger(HeartbeatPublisher.class);

    private final Producer<String, byte[]> producer;
    private final WorkerIdentity worker;
    private final String containment;
    private final int capacity;
    private final List<ResourceLimit> limits;

    /**
     * @param containment how servers are kept from outliving the worker
     * @param capacity servers that it may run at a time
     * @param limits of each server
     */
    public HeartbeatPublisher(
            Producer<String, byte[]> producer,
            WorkerIdentity worker,
            String containment,
            int capacity,
            List<ServerLimit> limits) {
        this.producer = producer;
        this.worker = worker;
        this.containment = containment;
        this.capacity = capacity;
        this.limits = limits.stream()
                .map(limit -> new ResourceLimit(limit.resource(), limit.limit(), limit.enforcedBy()))
                .toList();
    }

    /**
     * What changes from one heartbeat to the next.
     *
     * @param shards that it owns
     * @param servers with a process or a connection
     */
    public record Vitals(Map<Integer, Tenure> shards, int servers, boolean isDraining) {}

    public void publish(Vitals vitals, Duration interval) {
        List<OwnedShard> shards = vitals.shards().entrySet().stream()
                .map(owned -> new OwnedShard(
                        owned.getKey(),
                        owned.getValue().claim(),
                        owned.getValue().unbrokenSince(),
                        LeaseState.valueOf(owned.getValue().lease().name())))
                .toList();
        send(Codecs.HEARTBEAT.encode(WorkerHeartbeat.newBuilder()
                .setWorkerId(worker.workerId())
                .setBootId(worker.bootId())
                .setHost(worker.host())
                .setPid(worker.pid())
                .setVersion(worker.version())
                .setStartedAt(worker.startedAt())
                .setIntervalMs((int) interval.toMillis())
                .setContainment(containment)
                .setShards(shards)
                .setServers(vitals.servers())
                .setCapacity(capacity)
                .setDraining(vitals.isDraining())
                .setLimits(limits)
                .build()));
    }

    public void leave() {
        send(null);
    }

    private void send(byte @Nullable [] value) {
        try {
            var _ = producer.send(new ProducerRecord<>(Topic.WORKERS.topicName(), worker.workerId(), value));
        } catch (KafkaException e) {
            log.debug("A heartbeat was not sent: {}", e.toString());
        }
    }
}
