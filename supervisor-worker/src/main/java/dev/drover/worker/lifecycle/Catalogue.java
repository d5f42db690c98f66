package dev.drover.worker.lifecycle;

import java.util.List;

/**
 * What a server offers of one kind.
 *
 * @param digest SHA-256 of the content, hex
 * @param content the JSON array as the server listed it
 */
public record Catalogue(CatalogueKind kind, String digest, List<String> names, String content) {
    public Catalogue {
        names = List.copyOf(names);
    }
}
