package dev.drover.api.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.schemas.message.DesiredState;
import dev.drover.schemas.message.StartReason;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventViewTest {
    private final Shard shard = new Shard(5, 10);

    @Test
    void theDetailHasTheBodysFieldsUnderTheirOwnNames() {
        assertThat(EventView.of(shard.event(7, DesiredState.RUNNING, "c-1", Bodies.starting(StartReason.COMMAND))))
                .isEqualTo(new EventView(
                        "5-10-1",
                        7L,
                        1L,
                        "server_starting",
                        Shard.START,
                        new Mark("w-10", 5, 10, 1),
                        1L,
                        "c-1",
                        "{\"reason\":\"command\",\"attempt\":1}"));
    }

    @Test
    void capabilitiesAreJsonAndACataloguesContentIsLeftOut() {
        EventView started = EventView.of(shard.event(7, DesiredState.RUNNING, Bodies.started(9, 0)));
        assertThat(started.detail()).contains("\"capabilities\":{\"tools\":{}}").contains("\"took_ms\":120");
        EventView changed = EventView.of(shard.event(7, DesiredState.RUNNING, Bodies.tools("d", "a")));
        assertThat(changed.detail())
                .isEqualTo("{\"kind\":\"tools\",\"digest\":\"d\",\"count\":1,\"names\":[\"a\"],\"item_digests\":[]}");
    }

    @Test
    void whatPostgresCannotKeepIsReplaced() {
        assertThat(StoredJson.text("a\0b\uD800c\uD83D\uDE00")).isEqualTo("a\uFFFDb\uFFFDc\uD83D\uDE00");
    }

    @Test
    void theNotificationNamesTheCommandsUntilThereAreTooMany() {
        assertThat(BatchWriter.payload(outcomes("c-1", "c-2"))).isEqualTo("c-1 c-2");
        assertThat(BatchWriter.payload(outcomes("c 1"))).isEqualTo("*");
        assertThat(BatchWriter.payload(outcomes("x".repeat(8_000)))).isEqualTo("*");
    }

    private static List<OutcomeView> outcomes(String... ids) {
        return Stream.of(ids)
                .map(id -> new OutcomeView(id, 7, 1L, "succeeded", true, null, Shard.START))
                .toList();
    }
}
