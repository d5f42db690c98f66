package dev.drover.api.projection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.schemas.MessageCodec;
import dev.drover.schemas.message.Event;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * What the first release's workers wrote, byte for byte: lines of partition, offset and value. Every later release keeps
 * reading it, and comes to the same. A release that changes {@code Event} adds a recording of its own.
 */
class RecordedLogTest {
    private static List<Event> recorded(String name) throws IOException {
        MessageCodec<Event> codec = new MessageCodec<>(Event.class);
        try (InputStream in = RecordedLogTest.class.getResourceAsStream("/recorded/" + name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8)
                    .lines()
                    .map(line -> codec.decode(Base64.getDecoder().decode(line.split(" ", -1)[2])))
                    .toList();
        }
    }

    @Test
    void theLogOfTheFirstReleaseComesToWhatItCameToThen() throws IOException {
        Rows rows = new Rows();
        rows.apply(recorded("first-release.log"));
        assertThat(rows.servers.values())
                .extracting(view -> view.serverId() + " " + view.run().status())
                .containsExactlyInAnyOrder(
                        "42 running",
                        "76 running",
                        "131 running",
                        "138 running",
                        "145 running",
                        "190 running",
                        "204 running",
                        "290 stopped",
                        "296 stopped",
                        "331 stopped");
        assertThat(rows.history).hasSize(143);
        assertThat(rows.outcomes).hasSize(66);
    }
}
