package dev.drover.api.projection;

import dev.drover.schemas.message.CatalogueChanged;
import dev.drover.schemas.message.Event;
import dev.drover.schemas.message.ServerDefined;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a shard's events come to, kept in memory: the projector's fold without its tables. What it came to may be kept
 * and gone on from. One thread.
 */
public final class ShardFold {
    private final Map<Long, Held> servers = new TreeMap<>();
    private final Set<Long> removed = new TreeSet<>();

    /**
     * A server.
     *
     * @param definition null where the log tells of none
     * @param names by kind of catalogue ({@code tools}, {@code resources}, {@code prompts}), what it last offered
     */
    public record Held(ServerView view, @Nullable DefinitionFacts definition, Map<String, List<String>> names) {}

    /** What an event tells of a definition. */
    public record DefinitionFacts(String name, String digest, List<String> secretNames) {
        static DefinitionFacts of(ServerDefined defined) {
            return new DefinitionFacts(
                    StoredJson.text(defined.getName()), defined.getDigest(), List.copyOf(defined.getSecretNames()));
        }
    }

    /** All of it, to go on from. */
    public record Content(List<Held> servers, List<Long> removed) {
        public static final Content NOTHING = new Content(List.of(), List.of());
    }

    public ShardFold(Content content) {
        content.servers().forEach(held -> servers.put(held.view().serverId(), held));
        removed.addAll(content.removed());
    }

    /** Folds what comes next. */
    public void apply(List<Event> batch) {
        Set<Long> ids =
                batch.stream().map(Event::getServerId).filter(Objects::nonNull).collect(Collectors.toSet());
        Map<Long, ServerView> known = new HashMap<>();
        for (long id : ids) {
            Held held = servers.get(id);
            if (held != null) {
                known.put(id, held.view());
            }
        }
        FoldedServers folded =
                new FoldedServers(known, ids.stream().filter(removed::contains).collect(Collectors.toSet()));
        batch.forEach(folded::add);
        take(folded);
    }

    private void take(FoldedServers folded) {
        for (ServerView view : folded.changed()) {
            Held before = servers.get(view.serverId());
            ServerDefined defined = folded.definitions().get(view.serverId());
            DefinitionFacts kept = before == null ? null : before.definition();
            servers.put(
                    view.serverId(),
                    new Held(
                            view,
                            defined == null ? kept : DefinitionFacts.of(defined),
                            before == null ? Map.of() : before.names()));
        }
        folded.catalogues().forEach(this::takeCatalogue);
        folded.removed().forEach(id -> {
            servers.remove(id);
            removed.add(id);
        });
    }

    private void takeCatalogue(Event event) {
        CatalogueChanged changed = (CatalogueChanged) event.getBody();
        servers.computeIfPresent(event.getServerId(), (_, held) -> {
            Map<String, List<String>> names = new TreeMap<>(held.names());
            names.put(changed.getKind().name().toLowerCase(Locale.ROOT), List.copyOf(changed.getNames()));
            return new Held(held.view(), held.definition(), names);
        });
    }

    /** In the order of their ids. */
    public Collection<Held> servers() {
        return servers.values();
    }

    public Content content() {
        return new Content(List.copyOf(servers.values()), List.copyOf(removed));
    }
}
