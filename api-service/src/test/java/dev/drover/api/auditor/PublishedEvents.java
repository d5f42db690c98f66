package dev.drover.api.auditor;

import dev.drover.schemas.MessageCodec;
import dev.drover.schemas.Sharding;
import dev.drover.schemas.message.CatalogueChanged;
import dev.drover.schemas.message.CatalogueKind;
import dev.drover.schemas.message.DesiredState;
import dev.drover.schemas.message.Event;
import dev.drover.schemas.message.ServerDefined;
import dev.drover.schemas.message.ServerRemoved;
import dev.drover.schemas.message.ServerStarted;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Events as a worker writes them, of servers that nobody runs. One thread. */
public final class PublishedEvents {
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final String brokers;
    private long sequence;

    public PublishedEvents(String brokers) {
        this.brokers = brokers;
    }

    /** Before all of them. */
    Instant start() {
        return start;
    }

    /** A second later than the one before it. */
    public void happened(long serverId, SpecificRecord body) {
        int shard = Sharding.shardOf(serverId);
        sequence++;
        Instant at = start.plusSeconds(sequence);
        byte[] value = new MessageCodec<>(Event.class)
                .encode(Event.newBuilder()
                        .setEventId("audit-" + serverId + "-" + sequence)
                        .setServerId(serverId)
                        .setAppId(1L)
                        .setOccurredAt(at)
                        .setWorkerId("w-9")
                        .setShard(shard)
                        .setClaim(5_000)
                        .setSequence(sequence)
                        .setGeneration(1L)
                        .setDesired(DesiredState.RUNNING)
                        .setBody(body)
                        .build());
        Map<String, Object> config = Map.of("bootstrap.servers", brokers);
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
            var _ = producer.send(new ProducerRecord<>("mcp.events", shard, at.toEpochMilli(), "", value));
        }
    }

    void life(long serverId) {
        happened(serverId, new ServerDefined("audited", "d1", List.of("TOKEN")));
        happened(
                serverId,
                ServerStarted.newBuilder()
                        .setPid(42L)
                        .setProtocolVersion("2025-11-25")
                        .setServerName("n")
                        .setServerVersion("1")
                        .setCapabilities("{\"tools\":{}}")
                        .setTookMs(1)
                        .setRestarts(0)
                        .build());
        happened(
                serverId,
                new CatalogueChanged(
                        CatalogueKind.TOOLS, "c1", 1, List.of("echo"), List.of("i1"), "[{\"name\":\"echo\"}]"));
        happened(serverId, new ServerRemoved());
    }
}
