package dev.drover.faults.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.schemas.MessageCodec;
import dev.drover.schemas.Sharding;
import dev.drover.schemas.Topic;
import dev.drover.schemas.message.CallTool;
import dev.drover.schemas.message.Command;
import dev.drover.schemas.message.ReplyTo;
import dev.drover.schemas.message.RestartServer;
import dev.drover.schemas.message.Sealed;
import dev.drover.schemas.message.Sealing;
import dev.drover.schemas.message.StartServer;
import dev.drover.schemas.message.StopServer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Commands straight to Kafka, as a platform's backend may publish them. Any thread. */
public final class CommandTopic implements AutoCloseable {

    private static final long APP = 1;
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final KafkaProducer<String, byte[]> producer;
    private final MessageCodec<Command> codec = new MessageCodec<>(Command.class);

    public CommandTopic(String bootstrapServers) {
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ProducerConfig.ACKS_CONFIG, "all",
                        ProducerConfig.LINGER_MS_CONFIG, 0,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG, 3_000,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** @param verb {@code start}, {@code stop} or {@code restart} */
    public Future<RecordMetadata> publish(String verb, long serverId, String commandId) {
        return send(Sharding.shardOf(serverId), serverId, codec.encode(command(verb, serverId, commandId)));
    }

    /** Calls the witness' only tool; nobody reads the reply. */
    public Future<RecordMetadata> call(long serverId, String commandId, String nonce) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        byte[] arguments = "{\"nonce\":\"%s\"}".formatted(nonce).getBytes(UTF_8);
        CallTool call = CallTool.newBuilder()
                .setTool("note")
                .setArguments(new Sealed(Sealing.PLAIN, ByteBuffer.wrap(arguments), null))
                .setReplyTo(new ReplyTo("chaos", null))
                .build();
        Command command = builder(serverId, commandId, now)
                .setDeadline(now.plus(DEADLINE))
                .setBody(call)
                .build();
        return send(Sharding.shardOf(serverId), serverId, codec.encode(command));
    }

    /** Any bytes, or none, in any partition. */
    public Future<RecordMetadata> send(int partition, long serverId, byte[] bytes) {
        return producer.send(
                new ProducerRecord<>(Topic.COMMANDS.topicName(), partition, Sharding.key(serverId), bytes));
    }

    /** The bytes of a command that has no fault. */
    public byte[] encoded(String verb, long serverId, String commandId) {
        return codec.encode(command(verb, serverId, commandId));
    }

    private static Command command(String verb, long serverId, String commandId) {
        Object body = switch (verb) {
            case "start" -> new StartServer();
            case "stop" -> new StopServer();
            case "restart" -> new RestartServer();
            default -> throw new IllegalArgumentException(verb);
        };
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return builder(serverId, commandId, now).setBody(body).build();
    }

    private static Command.Builder builder(long serverId, String commandId, Instant now) {
        return Command.newBuilder()
                .setCommandId(commandId)
                .setServerId(serverId)
                .setAppId(APP)
                .setIssuedAt(now)
                .setIssuedBy("chaos");
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
    }
}
