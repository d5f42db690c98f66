package dev.drover.worker.testing;

import static org.awaitility.Awaitility.await;

import dev.drover.schemas.MessageCodec;
import dev.drover.schemas.Sharding;
import dev.drover.schemas.Topic;
import dev.drover.schemas.TopicSetup;
import dev.drover.schemas.message.CallTool;
import dev.drover.schemas.message.Command;
import dev.drover.schemas.message.DefineServer;
import dev.drover.schemas.message.ReplyTo;
import dev.drover.schemas.message.RestartPolicy;
import dev.drover.schemas.message.Sealed;
import dev.drover.schemas.message.Sealing;
import dev.drover.schemas.message.ServerDefinition;
import dev.drover.schemas.message.StdioEndpoint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The platform's side: publishes commands, as any program with a Kafka client might. */
public final class Backend implements AutoCloseable {
    public static final long APP = 3;
    public static final String REPLICA = "replica-1";
    private static final Path SCRIPT =
            Path.of("src/test/resources/mcp/server.mjs").toAbsolutePath();
    private static final MessageCodec<Command> CODEC = new MessageCodec<>(Command.class);
    private static final AtomicLong IDS = new AtomicLong(1_000);

    private final KafkaProducer<String, byte[]> producer;

    public Backend(String bootstrapServers) {
        try (Admin admin = Admin.create(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            // A topic that has just been made is not known at once.
            await().ignoreExceptionsInstanceOf(KafkaException.class)
                    .until(() -> !TopicSetup.ensure(admin, (short) -1).isEmpty());
        }
        producer = new KafkaProducer<>(
                Map.of(
                        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        500,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        120_000),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** One that no other server has. */
    public static long newServerId() {
        return IDS.incrementAndGet();
    }

    /** One that no other server has, in this shard. */
    public static long newServerIdIn(int shard) {
        long id = newServerId();
        while (Sharding.shardOf(id) != shard) {
            id = newServerId();
        }
        return id;
    }

    public static Command command(long serverId, Object body) {
        return Command.newBuilder()
                .setCommandId(UUID.randomUUID().toString())
                .setServerId(serverId)
                .setAppId(APP)
                .setIssuedAt(Instant.now())
                .setIssuedBy("test")
                .setBody(body)
                .build();
    }

    /** @return the command's id */
    public String send(long serverId, Object body) {
        return send(command(serverId, body));
    }

    public String send(Command command) {
        return send(command, Sharding.shardOf(command.getServerId()));
    }

    public String send(Command command, int partition) {
        sendBytes(command.getServerId(), CODEC.encode(command), partition);
        return command.getCommandId();
    }

    public void sendBytes(long serverId, byte[] bytes, int partition) {
        var _ = producer.send(
                new ProducerRecord<>(Topic.COMMANDS.topicName(), partition, Sharding.key(serverId), bytes));
    }

    /** A server that speaks MCP. */
    public static DefineServer mcpServer(long generation, String... traits) {
        String[] args = new String[traits.length + 1];
        args[0] = SCRIPT.toString();
        System.arraycopy(traits, 0, args, 1, traits.length);
        return server(generation, "node", args);
    }

    public static DefineServer server(long generation, String command, String... args) {
        return new DefineServer(ServerDefinition.newBuilder()
                .setGeneration(generation)
                .setName("server")
                .setEndpoint(new StdioEndpoint(command, List.of(args), Map.of("KEY", sealed("hush-hush"))))
                .setRestart(RestartPolicy.NEVER)
                .setStartupTimeoutSeconds(60)
                .setRequestTimeoutSeconds(10)
                .build());
    }

    public static ReplyTo replyTo() {
        return new ReplyTo(REPLICA, null);
    }

    public static CallTool call(String tool, String arguments) {
        return new CallTool(tool, sealed(arguments), replyTo(), "agent-1");
    }

    private static Sealed sealed(String text) {
        return new Sealed(Sealing.PLAIN, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), null);
    }

    @Override
    public void close() {
        producer.close();
    }
}
