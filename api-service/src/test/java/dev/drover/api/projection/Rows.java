package dev.drover.api.projection;

import dev.drover.schemas.message.Event;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The tables in memory: keeps what folded batches change, by the same rules as the database. */
final class Rows {
    final Map<Long, ServerView> servers = new TreeMap<>();
    final Map<String, CatalogueView> catalogues = new TreeMap<>();
    final Map<String, OutcomeView> outcomes = new TreeMap<>();
    final Map<String, EventView> history = new TreeMap<>();

    void apply(List<Event> batch) {
        Set<Long> removed = new HashSet<>();
        history.values().forEach(event -> {
            if (event.type().equals("server_removed") && event.serverId() != null) {
                removed.add(event.serverId());
            }
        });
        FoldedBatch folded = new FoldedBatch(new HashMap<>(servers), removed);
        batch.forEach(folded::add);
        folded.changed().forEach(view -> servers.put(view.serverId(), view));
        folded.catalogues().forEach(view -> catalogues.put(view.key(), view));
        servers.keySet().removeAll(folded.removed());
        catalogues.values().removeIf(view -> folded.removed().contains(view.serverId()));
        folded.outcomes().forEach(view -> outcomes.putIfAbsent(view.commandId(), view));
        folded.history().forEach(view -> history.putIfAbsent(view.eventId(), view));
    }

    List<Map<?, ?>> all() {
        return List.of(servers, catalogues, outcomes, history);
    }
}
