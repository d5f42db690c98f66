package dev.drover.worker.lifecycle;

import java.util.List;

/**
 * What a server offers of one kind.
 *
 * @param digest SHA-256 of the content, hex
 * @param itemDigests SHA-256 of each item, hex, in the order of the names
 * @param content the JSON array as the server listed it
 */
public record Catalogue(
        CatalogueKind kind, String digest, List<String> names, List<String> itemDigests, String content) {
    public Catalogue {
        names = List.copyOf(names);
        itemDigests = List.copyOf(itemDigests);
    }
}
