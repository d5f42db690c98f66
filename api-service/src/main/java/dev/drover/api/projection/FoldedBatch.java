package dev.drover.api.projection;

import dev.drover.schemas.message.Event;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rows that a batch of events changes, folded before anything is written: the servers' as {@link FoldedServers} says,
 * the outcomes of commands, of each of which the first counts, and the history. Pure. One thread.
 */
final class FoldedBatch {
    private final FoldedServers servers;
    private final Map<String, OutcomeView> outcomes = new LinkedHashMap<>();
    private final List<EventView> history = new ArrayList<>();

    /**
     * @param known the present rows of the batch's servers
     * @param removed those of its servers that are known to be removed
     */
    FoldedBatch(Map<Long, ServerView> known, Set<Long> removed) {
        servers = new FoldedServers(known, removed);
    }

    void add(Event event) {
        history.add(EventView.of(event));
        OutcomeView outcome = OutcomeView.of(event);
        if (outcome != null) {
            outcomes.putIfAbsent(outcome.commandId(), outcome);
        }
        servers.add(event);
    }

    /** In the order of their ids, as are the removed: concurrent writers then lock rows in one order. */
    Collection<ServerView> changed() {
        return servers.changed();
    }

    Collection<Long> removed() {
        return servers.removed();
    }

    Collection<CatalogueView> catalogues() {
        return servers.catalogues().stream().map(CatalogueView::of).toList();
    }

    Collection<OutcomeView> outcomes() {
        return outcomes.values();
    }

    Collection<EventView> history() {
        return history;
    }
}
