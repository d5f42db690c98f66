package dev.drover.api.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.schemas.Topic;
import dev.drover.schemas.message.CatalogueChanged;
import dev.drover.schemas.message.CatalogueKind;
import dev.drover.schemas.message.Event;
import dev.drover.schemas.message.ServerStopping;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class LineWriterTest {
    private static String line(Object body, boolean isStale) {
        Event event = Event.newBuilder()
                .setEventId("3-10-1")
                .setServerId(7L)
                .setAppId(1L)
                .setOccurredAt(Instant.ofEpochSecond(1_000))
                .setWorkerId("w-1")
                .setShard(3)
                .setClaim(10)
                .setSequence(1)
                .setBody(body)
                .build();
        var record = new ConsumerRecord<>(Topic.EVENTS.topicName(), 3, 5, new byte[0], new byte[0]);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (LineWriter writer = new LineWriter(out)) {
            writer.write(new LogEntry(new Place(1_000_000, LogSource.shard(3), 5), record, event, isStale));
        }
        return out.toString(UTF_8);
    }

    @Test
    void anEventIsALineWithItsPlace() {
        assertThat(line(new ServerStopping(), false)).isEqualTo("""
                {"event_id":"3-10-1","type":"server_stopping","occurred_at":"1970-01-01T00:16:40Z","server_id":7,\
                "app_id":1,"worker_id":"w-1","claim":10,"sequence":1,"topic":"mcp.events","partition":3,"offset":5,\
                "cursor":"1000000-e3-5"}
                """);
    }

    @Test
    void whatWasWrittenUnderAClaimThatWasOverIsMarked() {
        assertThat(line(new ServerStopping(), true)).contains("\"stale\":true");
    }

    @Test
    void aCatalogueTellsTheDigestOfEachItemAndNotItsContent() {
        CatalogueChanged changed = new CatalogueChanged(
                CatalogueKind.TOOLS, "d", 2, List.of("echo", "add"), List.of("d1", "d2"), "[{\"name\":\"echo\"}]");
        assertThat(line(changed, false))
                .contains("\"kind\":\"tools\",\"digest\":\"d\",\"count\":2,\"names\":[\"echo\",\"add\"],"
                        + "\"item_digests\":[\"d1\",\"d2\"],")
                .doesNotContain("content");
    }
}
