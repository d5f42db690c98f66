package dev.drover.worker.supervision;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.worker.lifecycle.Catalogue;
import dev.drover.worker.lifecycle.CatalogueKind;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes a catalogue of the JSON array that a server listed. */
final class Catalogues {
    private static final JsonMapper JSON = JsonMapper.shared();

    private Catalogues() {}

    static Catalogue of(CatalogueKind kind, String content) {
        List<String> names = StreamSupport.stream(JSON.readTree(content).spliterator(), false)
                .map(item -> nameOf(kind, item))
                .toList();
        return new Catalogue(kind, sha256(content), names, content);
    }

    /** A resource is known by its URI: its name need not be unique. */
    private static String nameOf(CatalogueKind kind, JsonNode item) {
        return item.path(kind == CatalogueKind.RESOURCES ? "uri" : "name").asString("");
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
