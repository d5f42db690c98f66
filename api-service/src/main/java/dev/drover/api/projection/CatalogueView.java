package dev.drover.api.projection;

import dev.drover.schemas.message.CatalogueChanged;
import dev.drover.schemas.message.Event;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a server last offered: a row of {@code catalogue}.
 *
 * @param names a JSON array
 * @param content a JSON array as the server listed it; null when it was too large for an event
 */
record CatalogueView(
        long serverId,
        String kind,
        String digest,
        int itemCount,
        String names,
        @Nullable String content,
        Instant observedAt) {

    /** Of a {@link CatalogueChanged}. */
    static CatalogueView of(Event event) {
        CatalogueChanged changed = (CatalogueChanged) event.getBody();
        return new CatalogueView(
                event.getServerId(),
                changed.getKind().name().toLowerCase(Locale.ROOT),
                StoredJson.text(changed.getDigest()),
                changed.getCount(),
                StoredJson.node(changed.getNames()).toString(),
                changed.getContent() == null
                        ? null
                        : WrittenJson.forJson(changed.getContent()).toString(),
                event.getOccurredAt());
    }

    /** One row for each server and kind. */
    String key() {
        return serverId + " " + kind;
    }
}
