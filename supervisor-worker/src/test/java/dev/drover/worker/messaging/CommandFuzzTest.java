package dev.drover.worker.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.drover.local.testing.Fuzz;
import dev.drover.schemas.Sharding;
import dev.drover.schemas.UnreadableMessage;
import dev.drover.schemas.message.CallTool;
import dev.drover.schemas.message.Command;
import dev.drover.schemas.message.DefineServer;
import dev.drover.schemas.message.ReadLogs;
import dev.drover.schemas.message.ReplyTo;
import dev.drover.schemas.message.RestartPolicy;
import dev.drover.schemas.message.ServerDefinition;
import dev.drover.schemas.message.SetDebug;
import dev.drover.schemas.message.StdioEndpoint;
import dev.drover.schemas.message.StopServer;
import dev.drover.schemas.sealing.Opener;
import dev.drover.schemas.sealing.Sealer;
import dev.drover.worker.supervision.Received;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever stands in {@code mcp.commands}, reading it ends soon, in a command, a refusal or a dead letter. */
class CommandFuzzTest {
    private static final String SECRET = "planted-secret";
    private static final long SERVER = 7;

    /** Of single-object encoding: what is behind it is the message. */
    private static final int HEADER = 10;

    private final Opener opener = Opener.generate();
    private final Sealer sealer = Sealer.of(opener.publicKeyset());
    private final CommandReader reader = new CommandReader(Clock.systemUTC(), new Issuers(), opener);
    private final List<byte[]> valid = List.of(
            encoded(new StopServer()),
            encoded(new SetDebug(true)),
            encoded(new ReadLogs(5, replyTo())),
            encoded(new CallTool("echo", sealer.seal(SERVER, SECRET), replyTo(), "agent")),
            encoded(new DefineServer(definition())));

    private ReplyTo replyTo() {
        return new ReplyTo("replica", ByteBuffer.wrap(opener.publicKeyset()));
    }

    private ServerDefinition definition() {
        return ServerDefinition.newBuilder()
                .setGeneration(1)
                .setName("server")
                .setEndpoint(new StdioEndpoint("node", List.of("a"), Map.of("KEY", sealer.seal(SERVER, SECRET))))
                .setRestart(RestartPolicy.NEVER)
                .setStartupTimeoutSeconds(60)
                .setRequestTimeoutSeconds(10)
                .build();
    }

    private static byte[] encoded(Object body) {
        return Codecs.COMMAND.encode(Command.newBuilder()
                .setCommandId("c1")
                .setServerId(SERVER)
                .setAppId(3)
                .setIssuedAt(Instant.now())
                .setIssuedBy("test")
                .setDeadline(Instant.now().plusSeconds(600))
                .setBody(body)
                .build());
    }

    @Test
    void validOnesAreTaken() {
        assertThat(valid)
                .allSatisfy(bytes -> assertThat(reader.read(Sharding.shardOf(SERVER), bytes))
                        .isInstanceOfAny(Received.Ordered.class, Received.Questioned.class));
    }

    @Test
    void nearlyValidOnesAreReadOrSetAside() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Fuzz.run(5_000, fuzz -> {
            byte[] bytes = fuzz.mutated(fuzz.oneOf(valid.toArray(byte[][]::new)), fuzz.chance(0.9) ? HEADER : 0);
            long begun = threads.getCurrentThreadCpuTime();
            try {
                assertThat(reader.read(Sharding.shardOf(SERVER), bytes).toString())
                        .doesNotContain(SECRET);
            } catch (UnreadableMessage e) {
                assertThat(e).message().isNotBlank().doesNotContain(SECRET);
            }
            // Of the processor: a busy machine is no hang.
            assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - begun))
                    .isLessThan(Duration.ofSeconds(2));
        });
    }

    /** A length that no message has must not become memory. */
    @Test
    void aLengthThatIsALieIsUnreadable() {
        byte[] header = new byte[HEADER];
        System.arraycopy(valid.getFirst(), 0, header, 0, HEADER);
        ByteBuffer lie = ByteBuffer.allocate(HEADER + 5 + 100).put(header);
        // 2^31 - 8 as a variable-length zig-zag number: the length of command_id.
        lie.put(new byte[] {(byte) 0xF0, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F});
        lie.put("x".repeat(100).getBytes(UTF_8));
        assertThat(catchThrowable(() -> reader.read(0, lie.array()))).isInstanceOf(UnreadableMessage.class);
    }
}
