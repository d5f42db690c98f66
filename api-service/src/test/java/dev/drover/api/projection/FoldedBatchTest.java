package dev.drover.api.projection;

import static dev.drover.api.projection.Bodies.defined;
import static dev.drover.api.projection.Bodies.started;
import static dev.drover.api.projection.Bodies.succeeded;
import static dev.drover.api.projection.Bodies.tools;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.schemas.message.CommandFailed;
import dev.drover.schemas.message.CommandRejected;
import dev.drover.schemas.message.DesiredState;
import dev.drover.schemas.message.Event;
import dev.drover.schemas.message.ServerRemoved;
import dev.drover.schemas.message.ShardClaimed;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldedBatchTest {
    private final Shard shard = new Shard(5, 10);
    private final Rows rows = new Rows();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyCutAndAnyRepeatOfTheLogGivesTheSameRows(long seed) {
        Random random = new Random(seed);
        List<Event> log = RandomLog.of(random, 400);
        Rows whole = new Rows();
        log.forEach(event -> whole.apply(List.of(event)));
        for (int done = 0; done < log.size(); ) {
            int from = Math.max(0, done - random.nextInt(60));
            int to = Math.min(log.size(), done + 1 + random.nextInt(50));
            rows.apply(log.subList(from, to));
            done = to;
        }
        int from = random.nextInt(log.size());
        rows.apply(log.subList(from, from + random.nextInt(log.size() - from)));
        assertThat(rows.all()).as("seed %d", seed).isEqualTo(whole.all());
    }

    @Test
    void aRemovedServerStaysRemovedWhenAPartOfItsLifeIsReadAgain() {
        Event first = shard.event(7, DesiredState.STOPPED, defined());
        Event tools = shard.event(7, DesiredState.STOPPED, tools("d", "a"));
        rows.apply(List.of(first, tools, shard.event(7, DesiredState.REMOVED, new ServerRemoved())));
        rows.apply(List.of(first, tools));
        assertThat(rows.servers).isEmpty();
        assertThat(rows.catalogues).isEmpty();
        assertThat(rows.history).hasSize(3);
    }

    @Test
    void theNewestCatalogueWinsAlsoAgainstARepeatOfAnOlderOne() {
        Event first = shard.event(7, DesiredState.RUNNING, tools("d1", "a"));
        Event second = shard.event(7, DesiredState.RUNNING, tools("d2", "a", "b"));
        rows.apply(List.of(first, second));
        rows.apply(List.of(first));
        assertThat(rows.catalogues.get("7 tools"))
                .isEqualTo(new CatalogueView(
                        7,
                        "tools",
                        "d2",
                        2,
                        "[\"a\",\"b\"]",
                        "[{\"name\":\"a\"},{\"name\":\"b\"}]",
                        Shard.START.plusSeconds(1)));
    }

    @Test
    void theFirstOutcomeOfACommandCounts() {
        rows.apply(List.of(
                shard.event(7, DesiredState.RUNNING, "c-1", succeeded()),
                shard.event(7, DesiredState.RUNNING, "c-1", new CommandFailed("CRASHED", "It crashed."))));
        assertThat(rows.outcomes.get("c-1"))
                .isEqualTo(new OutcomeView("c-1", 7, 1L, "succeeded", true, null, Shard.START));
    }

    @Test
    void anExpiredCommandIsToldApartFromARejectedOne() {
        rows.apply(List.of(
                shard.event(7, null, "c-1", new CommandRejected("EXPIRED", "Too late.")),
                shard.event(7, null, "c-2", new CommandRejected("UNKNOWN_SERVER", "Who?"))));
        assertThat(rows.outcomes.values()).extracting(OutcomeView::outcome).containsExactly("expired", "rejected");
    }

    @Test
    void aRefusedCommandForAnUnknownServerMakesNoRow() {
        rows.apply(List.of(shard.event(7, null, "c-2", new CommandRejected("UNKNOWN_SERVER", "Who?"))));
        assertThat(rows.servers).isEmpty();
        assertThat(rows.history).hasSize(1);
    }

    @Test
    void aConsequenceOfACommandIsNotItsOutcome() {
        rows.apply(List.of(shard.event(7, DesiredState.RUNNING, "c-1", started(1, 0))));
        assertThat(rows.outcomes).isEmpty();
    }

    @Test
    void anEventOfTheShardIsHistoryOnly() {
        rows.apply(List.of(shard.event(new ShardClaimed(null, null))));
        assertThat(rows.servers).isEmpty();
        assertThat(rows.history.values()).extracting(EventView::type).containsExactly("shard_claimed");
    }
}
