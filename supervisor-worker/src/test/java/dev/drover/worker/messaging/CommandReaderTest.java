package dev.drover.worker.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.schemas.Sharding;
import dev.drover.schemas.UnreadableMessage;
import dev.drover.schemas.message.CallTool;
import dev.drover.schemas.message.Command;
import dev.drover.schemas.message.ReadLogs;
import dev.drover.schemas.message.ReadResource;
import dev.drover.schemas.message.ReplyTo;
import dev.drover.schemas.message.Sealed;
import dev.drover.schemas.message.Sealing;
import dev.drover.schemas.message.StartServer;
import dev.drover.schemas.sealing.Opener;
import dev.drover.schemas.sealing.Sealer;
import dev.drover.worker.lifecycle.Input;
import dev.drover.worker.lifecycle.Secret;
import dev.drover.worker.query.Asked;
import dev.drover.worker.query.Query;
import dev.drover.worker.supervision.Received;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CommandReaderTest {
    private static final Instant NOW = Instant.parse("2030-01-02T03:04:05.678Z");
    private static final ReplyTo REPLY_TO = new ReplyTo("replica", null);
    private final Opener opener = Opener.generate();
    private final CommandReader reader = new CommandReader(Clock.fixed(NOW, ZoneOffset.UTC), new Issuers(), opener);

    private static Command.Builder command(Object body) {
        return Command.newBuilder()
                .setCommandId("c1")
                .setServerId(7)
                .setAppId(3)
                .setIssuedAt(NOW)
                .setIssuedBy("test")
                .setBody(body);
    }

    private Received read(Command.Builder command) {
        return reader.read(Sharding.shardOf(7), Codecs.COMMAND.encode(command.build()));
    }

    @Test
    void anOrderIsRead() {
        assertThat(read(command(new StartServer()))).isEqualTo(new Received.Ordered(7, 3, new Input.Start("c1")));
    }

    @Test
    void aCallIsReadWithItsDeadlineAndCaller() {
        Instant deadline = NOW.plusSeconds(5);
        assertThat(read(command(call()).setDeadline(deadline)))
                .isEqualTo(new Received.Questioned(new Asked(
                        "c1", 7, 3, new Query.CallTool("echo", new Secret("{}"), "agent"), "replica", deadline)));
    }

    private static CallTool call() {
        return new CallTool(
                "echo", new Sealed(Sealing.PLAIN, ByteBuffer.wrap(new byte[] {'{', '}'}), null), REPLY_TO, "agent");
    }

    @Test
    void sealedArgumentsAreOpenedAndTheReplyGetsItsKey() {
        Sealer sealer = Sealer.of(opener.publicKeyset());
        CallTool call = new CallTool("echo", sealer.seal(7, "{}"), sealedReply(opener.publicKeyset()), "agent");
        Received.Questioned read = (Received.Questioned) read(command(call).setDeadline(NOW.plusSeconds(5)));
        assertThat(read.asked().query()).isEqualTo(new Query.CallTool("echo", new Secret("{}"), "agent"));
        Sealer ofReply = Objects.requireNonNull(read.asked().sealer());
        assertThat(opener.open(7, ofReply.seal(7, "reply"))).isEqualTo("reply");
    }

    @Test
    void argumentsThatNobodyHereCanOpenAreRefused() {
        Sealer others = Sealer.of(Opener.generate().publicKeyset());
        for (Sealed arguments :
                List.of(others.seal(7, "{}"), Sealer.of(opener.publicKeyset()).seal(8, "{}"))) {
            CallTool call = new CallTool("echo", arguments, REPLY_TO, "agent");
            assertThat(refusal(command(call).setDeadline(NOW.plusSeconds(5)))).isEqualTo("SECRET_UNREADABLE");
        }
    }

    @Test
    void aUsersTokenIsOpenedForTheServerThatItIsSealedFor() {
        Sealer sealer = Sealer.of(opener.publicKeyset());
        Received.Questioned read = (Received.Questioned) read(inTheNameOf(sealer.seal(7, "annas-token")));
        assertThat(read.asked().userToken()).isEqualTo(new Secret("annas-token"));
        assertThat(read.toString()).doesNotContain("annas-token");
        assertThat(refusal(inTheNameOf(sealer.seal(8, "annas-token")))).isEqualTo("SECRET_UNREADABLE");
        assertThat(refusal(inTheNameOf(sealer.seal(7, "two\nlines")))).isEqualTo("INVALID_COMMAND");
    }

    private static Command.Builder inTheNameOf(Sealed token) {
        return command(new ReadResource("x://y", REPLY_TO)).setUserToken(token);
    }

    @Test
    void aQueryWhoseReplyCannotBeSealedIsRefused() {
        assertThat(refusal(command(new ReadLogs(1, sealedReply(new byte[] {1, 2, 3})))))
                .isEqualTo("INVALID_COMMAND");
    }

    private static ReplyTo sealedReply(byte[] keyset) {
        return new ReplyTo("replica", ByteBuffer.wrap(keyset));
    }

    @Test
    void whatMustNotBeCarriedOutIsRefused() {
        assertThat(refusal(command(new StartServer()).setDeadline(NOW.minusMillis(1))))
                .isEqualTo("EXPIRED");
        assertThat(refusal(command(new StartServer()).setCommandId(" "))).isEqualTo("INVALID_COMMAND");
        assertThat(refusal(command(new ReadLogs(0, REPLY_TO)))).isEqualTo("INVALID_COMMAND");
        assertThat(refusal(command(new ReadLogs(1_001, REPLY_TO)))).isEqualTo("INVALID_COMMAND");
        assertThat(refusal(command(new StartServer()).setIssuedBy("x".repeat(1_000_000))))
                .isEqualTo("INVALID_COMMAND");
    }

    private String refusal(Command.Builder command) {
        return switch (read(command)) {
            case Received.Refused refused -> refused.code();
            case Received.RefusedQuery query -> query.refused().code();
            case Received other -> "taken: " + other;
        };
    }

    @Test
    void aRefusedQueryIsAnswered() {
        Received received = read(command(new ReadLogs(0, REPLY_TO)));
        assertThat(((Received.RefusedQuery) received).replica()).isEqualTo(REPLY_TO.getReplica());
    }

    @Test
    void aCallNeedsADeadlineThatIsNear() {
        assertThat(refusal(command(call()).setDeadline(null))).isEqualTo("INVALID_COMMAND");
        assertThat(refusal(command(call()).setDeadline(NOW.plus(Duration.ofHours(2)))))
                .isEqualTo("INVALID_COMMAND");
        assertThat(refusal(command(call()).setDeadline(NOW.plusSeconds(60)))).startsWith("taken");
    }

    @Test
    void anEndlessIdIsNotRepeated() {
        Received.Refused refused =
                (Received.Refused) read(command(new StartServer()).setCommandId("x".repeat(5_000)));
        assertThat(refused.code()).isEqualTo("INVALID_COMMAND");
        assertThat(refused.commandId()).hasSize(100);
    }

    @Test
    void aCommandInAnotherPartitionIsRefused() {
        byte[] bytes = Codecs.COMMAND.encode(command(new StartServer()).build());
        Received received = reader.read((Sharding.shardOf(7) + 1) % Sharding.SHARDS, bytes);
        assertThat(((Received.Refused) received).code()).isEqualTo("WRONG_PARTITION");
    }

    @Test
    void otherBytesAreUnreadable() {
        assertThatThrownBy(() -> reader.read(0, new byte[0])).isInstanceOf(UnreadableMessage.class);
        assertThatThrownBy(() -> reader.read(0, new byte[] {(byte) 0xC3, 1, 1, 2, 3, 4, 5, 6, 7, 8}))
                .isInstanceOf(UnreadableMessage.class);
    }
}
