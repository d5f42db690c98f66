package dev.drover.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.schemas.message.Command;
import dev.drover.schemas.message.LeaseRecord;
import dev.drover.schemas.message.Renewal;
import dev.drover.schemas.message.StartServer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCodecTest {
    private final MessageCodec<Command> codec = new MessageCodec<>(Command.class);
    private final Command command = Command.newBuilder()
            .setCommandId("c-1")
            .setServerId(7)
            .setAppId(1)
            .setIssuedAt(Instant.parse("2026-01-02T03:04:05.678Z"))
            .setIssuedBy("platform")
            .setBody(new StartServer())
            .build();

    @Test
    void whatIsEncodedIsDecoded() {
        assertThat(codec.decode(codec.encode(command))).isEqualTo(command);
    }

    @Test
    void theBytesBeginWithTheMarkerOfTheSingleObjectEncoding() {
        assertThat(codec.encode(command)).startsWith(0xC3, 0x01);
    }

    @Test
    void aMessageOfAnotherTypeIsUnreadable() {
        byte[] renewal = new MessageCodec<>(LeaseRecord.class)
                .encode(LeaseRecord.newBuilder()
                        .setWorkerId("w-1")
                        .setBootId("b")
                        .setBody(new Renewal())
                        .build());
        assertThatThrownBy(() -> codec.decode(renewal)).isInstanceOf(UnreadableMessage.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "\u0003\u0001", "stop the server please, and thank you"})
    void junkIsUnreadable(String junk) {
        assertThatThrownBy(() -> codec.decode(junk.getBytes(UTF_8))).isInstanceOf(UnreadableMessage.class);
    }

    @Test
    void everyTruncationOfAMessageIsUnreadable() {
        byte[] whole = codec.encode(command);
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> codec.decode(part))
                    .as("the first %d bytes", length)
                    .isInstanceOf(UnreadableMessage.class);
        }
    }

    @Test
    void theSerialisersCarryATombstone() {
        try (MessageSerializer serializer = new MessageSerializer();
                MessageDeserializer deserializer = new MessageDeserializer()) {
            deserializer.configure(Map.of(MessageDeserializer.MESSAGE_TYPE, Command.class.getName()), false);
            assertThat(serializer.serialize("t", null)).isNull();
            assertThat(deserializer.deserialize("t", null)).isNull();
            assertThat(deserializer.deserialize("t", serializer.serialize("t", command)))
                    .isEqualTo(command);
        }
    }
}
