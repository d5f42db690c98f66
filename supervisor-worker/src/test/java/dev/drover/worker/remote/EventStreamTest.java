package dev.drover.worker.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventStreamTest {
    private static final String STREAM = ": hello\n\nevent: endpoint\ndata: /message\n\n"
            + "id: 7\r\ndata: {\"a\":\r\ndata:1}\r\n\r\ndata: naïve\r\rdata: never ended";

    private static final List<Event> EVENTS = List.of(
            new Event("endpoint", "/message", null),
            new Event("message", "{\"a\":\n1}", "7"),
            new Event("message", "naïve", "7"));

    @Test
    void whateverEndsItsLinesAStreamIsRead() throws Exception {
        assertThat(new EventStream(100).feed(STREAM.getBytes(UTF_8))).isEqualTo(EVENTS);
    }

    @Test
    void howeverItIsCutAStreamIsRead() throws Exception {
        EventStream stream = new EventStream(100);
        List<Event> events = new ArrayList<>();
        for (byte b : STREAM.getBytes(UTF_8)) {
            events.addAll(stream.feed(new byte[] {b}));
        }
        assertThat(events).isEqualTo(EVENTS);
    }

    @Test
    void anEventBeyondTheBoundIsNotKept() {
        EventStream stream = new EventStream(100);
        assertThatThrownBy(() -> stream.feed(("data: " + "x".repeat(100)).getBytes(UTF_8)))
                .isInstanceOf(TooLarge.class);
    }

    @Test
    void manySmallEventsAreNoLargeOne() throws Exception {
        EventStream stream = new EventStream(100);
        for (int i = 0; i < 100; i++) {
            assertThat(stream.feed((": still here\n\ndata: " + i + "\n\n").getBytes(UTF_8)))
                    .containsExactly(new Event("message", String.valueOf(i), null));
        }
    }
}
