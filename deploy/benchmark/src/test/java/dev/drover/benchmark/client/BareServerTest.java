package dev.drover.benchmark.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BareServerTest {

    private static final Path SMALL = Path.of("small-server.mjs").toAbsolutePath();

    @Test
    void theSmallServerAnswersWithTheMessage() throws IOException {
        try (BareServer server = BareServer.start(SMALL)) {
            assertThat(server.request("tools/list", "{}")).contains("\"name\":\"echo\"");
            assertThat(server.request("tools/call", "{\"name\":\"echo\",\"arguments\":{\"message\":\"hello\"}}"))
                    .contains("\"text\":\"hello\"");
        }
    }

    @Test
    void anErrorIsNoAnswerToMeasure() throws IOException {
        try (BareServer server = BareServer.start(SMALL)) {
            assertThatThrownBy(() -> server.request("no/such", "{}")).isInstanceOf(IOException.class);
        }
    }
}
