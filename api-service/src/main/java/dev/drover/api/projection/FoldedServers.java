package dev.drover.api.projection;

import dev.drover.schemas.message.CatalogueChanged;
import dev.drover.schemas.message.Event;
import dev.drover.schemas.message.ServerDefined;
import dev.drover.schemas.message.ServerRemoved;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The fold itself: what events make of servers and their catalogues. The projector, a rebuild, and the state at a moment
 * are all made by it. Pure: what it starts from is given, what it came to is read back. One thread.
 *
 * <p>Idempotent: an event that is not newer than its server's view changes nothing, and a removed server, whose id is
 * never used again, stays removed. So any part of the log may be folded again, in batches cut anywhere.
 */
final class FoldedServers {
    private final Map<Long, ServerView> known;
    private final Set<Long> removed;
    private final Map<Long, ServerView> changed = new TreeMap<>();
    private final Set<Long> newlyRemoved = new TreeSet<>();
    private final Map<String, Event> catalogues = new TreeMap<>();
    private final Map<Long, ServerDefined> definitions = new HashMap<>();

    /**
     * @param known the present views of the batch's servers
     * @param removed those of its servers that are known to be removed
     */
    FoldedServers(Map<Long, ServerView> known, Set<Long> removed) {
        this.known = new HashMap<>(known);
        this.removed = Set.copyOf(removed);
    }

    void add(Event event) {
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
        switch (event.getBody()) {
            case CatalogueChanged changedTo -> catalogues.put(serverId + " " + changedTo.getKind(), event);
            case ServerDefined defined -> definitions.put(serverId, defined);
            default -> {}
        }
    }

    private void forget(long serverId) {
        known.remove(serverId);
        changed.remove(serverId);
        catalogues.values().removeIf(event -> event.getServerId() == serverId);
        definitions.remove(serverId);
        newlyRemoved.add(serverId);
    }

    /** In the order of their ids, as are the removed: concurrent writers then lock rows in one order. */
    Collection<ServerView> changed() {
        return changed.values();
    }

    Collection<Long> removed() {
        return newlyRemoved;
    }

    /** The last {@link CatalogueChanged} of each server and kind. */
    Collection<Event> catalogues() {
        return catalogues.values();
    }

    /** The last of each server. */
    Map<Long, ServerDefined> definitions() {
        return definitions;
    }
}
