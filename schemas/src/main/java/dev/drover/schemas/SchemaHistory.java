package dev.drover.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * Every version of every message that was ever released, oldest first, from {@code schemas/src/main/avro/history}: the
 * file {@code index} names them, one to a line.
 */
public final class SchemaHistory {
    private static final String FOLDER = "history/";

    private SchemaHistory() {}

    /** All versions of the message with this full name, oldest first. */
    public static List<Schema> of(String fullName) {
        try (Stream<String> names = read("index").lines()) {
            return names.filter(name -> !name.isBlank())
                    .map(name -> new Schema.Parser().parse(read(name)))
                    .filter(schema -> schema.getFullName().equals(fullName))
                    .toList();
        }
    }

    private static String read(String file) {
        try (InputStream in = SchemaHistory.class.getResourceAsStream(FOLDER + file)) {
            return new String(
                    Objects.requireNonNull(in, () -> "missing in the jar: " + FOLDER + file)
                            .readAllBytes(),
                    UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
