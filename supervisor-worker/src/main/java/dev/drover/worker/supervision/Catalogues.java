package dev.drover.worker.supervision;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.worker.lifecycle.Catalogue;
import dev.drover.worker.lifecycle.CatalogueKind;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes a catalogue of the JSON array that a server listed. */
final class Catalogues {
    private static final Logger log = LoggerFactory.getLogger(Catalogues.class);
    private static final JsonMapper JSON = JsonMapper.shared();

    private Catalogues() {}

    /**
     * Empty if the server's list is not JSON.
     *
     * @param masking makes what the server said fit for events
     */
    static Optional<Catalogue> read(CatalogueKind kind, String listed, UnaryOperator<String> masking) {
        try {
            String content = MaskedJson.of(listed, masking);
            List<String> names = new ArrayList<>();
            List<String> digests = new ArrayList<>();
            for (JsonNode item : JSON.readTree(content)) {
                names.add(nameOf(kind, item));
                digests.add(sha256(item.toString()));
            }
            return Optional.of(new Catalogue(kind, sha256(content), names, digests, content));
        } catch (JacksonException e) {
            log.warn("A list of {} is not JSON: {}", kind, e.getOriginalMessage());
            return Optional.empty();
        }
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
