package dev.drover.api.projection;

import dev.drover.schemas.message.CatalogueChanged;
import dev.drover.schemas.message.Event;
import dev.drover.schemas.message.ServerRemoved;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The rows that a batch of events changes, folded per server before anything is written. Pure: what it starts from is
 * given, what it came to is read back. One thread.
 *
 * <p>Idempotent: an event that is not newer than its server's row changes nothing, and a removed server, whose id is
 * never used again, stays removed. So any part of the log may be folded again, in batches cut anywhere.
 */
final class FoldedBatch {
    private final Map<Long, ServerView> known;
    private final Set<Long> removed;
    private final Map<Long, ServerView> changed = new TreeMap<>();
    private final Set<Long> newlyRemoved = new TreeSet<>();
    private final Map<String, CatalogueView> catalogues = new TreeMap<>();
    private final Map<String, OutcomeView> outcomes = new LinkedHashMap<>();
    private final List<EventView> history = new ArrayList<>();

    /**
     * @param known the present rows of the batch's servers
     * @param removed those of its servers that are known to be removed
     */
    FoldedBatch(Map<Long, ServerView> known, Set<Long> removed) {
        this.known = new HashMap<>(known);
        this.removed = Set.copyOf(removed);
    }

    void add(Event event) {
        history.add(EventView.of(event));
        OutcomeView outcome = OutcomeView.of(event);
        if (outcome != null) {
            outcomes.putIfAbsent(outcome.commandId(), outcome);
        }
        if (event.getServerId() != null && event.getAppId() != null && !isRemoved(event.getServerId())) {
            fold(event);
        }
    }

    private boolean isRemoved(long serverId) {
        return removed.contains(serverId) || newlyRemoved.contains(serverId);
    }

    private void fold(Event event) {
        long serverId = event.getServerId();
        ServerView before = known.get(serverId);
        if (before == null && !ServerView.isAbout(event)) {
            return;
        }
        before = before == null ? ServerView.unknown(event) : before;
        ServerView after = before.on(event);
        if (after.equals(before)) {
            return;
        }
        if (event.getBody() instanceof ServerRemoved) {
            forget(serverId);
            return;
        }
        known.put(serverId, after);
        changed.put(serverId, after);
        if (event.getBody() instanceof CatalogueChanged catalogue) {
            CatalogueView view = CatalogueView.of(event, catalogue);
            catalogues.put(view.key(), view);
        }
    }

    private void forget(long serverId) {
        known.remove(serverId);
        changed.remove(serverId);
        catalogues.values().removeIf(view -> view.serverId() == serverId);
        newlyRemoved.add(serverId);
    }

    /** In the order of their ids, as are the removed: concurrent writers then lock rows in one order. */
    Collection<ServerView> changed() {
        return changed.values();
    }

    Collection<Long> removed() {
        return newlyRemoved;
    }

    Collection<CatalogueView> catalogues() {
        return catalogues.values();
    }

    Collection<OutcomeView> outcomes() {
        return outcomes.values();
    }

    Collection<EventView> history() {
        return history;
    }
}
