package dev.drover.e2e;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * A platform's own program: publishes commands and reads events with nothing but Kafka's and Avro's libraries and the
 * released schemas. Kafka's own partitioner (murmur2 of the key) chooses the partition. For one thread.
 */
final class PlatformBackend implements AutoCloseable {

    private static final long DEFAULT_APP = 1;

    private final AvroTopic commands = AvroTopic.of("Command");
    private final AvroTopic events = AvroTopic.of("Event");
    private final KafkaLog log;
    private final KafkaProducer<String, byte[]> producer;

    PlatformBackend(String bootstrapServers) {
        log = new KafkaLog(bootstrapServers);
        producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** A command that was published. */
    record Published(String commandId, int partition, long offset) {}

    /** An event and where it stands. */
    record Read(ConsumerRecord<String, byte[]> place, GenericRecord event) {

        String kind() {
            return ((GenericRecord) event.get("body")).getSchema().getName();
        }

        String commandId() {
            return String.valueOf(event.get("command_id"));
        }
    }

    /** @param kind {@code StartServer}, {@code StopServer} or {@code RestartServer} */
    Published publish(String kind, long serverId) {
        return publish(kind, serverId, UUID.randomUUID().toString(), null);
    }

    /** @param partition null: the one that the key belongs to */
    Published publish(String kind, long serverId, String commandId, @Nullable Integer partition) {
        GenericRecord command = commands.message();
        command.put("command_id", commandId);
        command.put("server_id", serverId);
        command.put("app_id", DEFAULT_APP);
        command.put("issued_at", System.currentTimeMillis());
        command.put("issued_by", "a platform's backend");
        command.put("body", commands.body(kind));
        RecordMetadata place = send(Long.toString(serverId), commands.encode(command), partition);
        return new Published(commandId, place.partition(), place.offset());
    }

    /** Any bytes, as a command of that server. */
    RecordMetadata publishBytes(long serverId, byte[] bytes) {
        return send(Long.toString(serverId), bytes, null);
    }

    /** The events of one server, in their order. */
    List<Read> events(long serverId) {
        return read().stream()
                .filter(read -> Long.valueOf(serverId).equals(read.event().get("server_id")))
                .sorted(Comparator.comparingLong(read -> read.place().offset()))
                .toList();
    }

    /** All events of all servers and shards. */
    List<Read> read() {
        return log.read("mcp.events").stream()
                .map(record -> new Read(record, events.decode(record.value())))
                .toList();
    }

    @Override
    public void close() {
        producer.close();
    }

    private RecordMetadata send(String key, byte[] value, @Nullable Integer partition) {
        try {
            return producer.send(new ProducerRecord<>("mcp.commands", partition, key, value))
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while publishing", e);
        } catch (ExecutionException e) {
            throw new AssertionError("Kafka did not take a command", e);
        }
    }
}
