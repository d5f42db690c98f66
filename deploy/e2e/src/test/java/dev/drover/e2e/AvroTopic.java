package dev.drover.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;

/**
 * The messages of one topic as a program without Drover's classes sees them: the released schemas, and Avro's generic
 * records in single-object encoding. For one thread.
 */
final class AvroTopic {

    private static final Path RELEASED = Path.of("..", "..", "schemas", "src", "main", "avro", "history");

    private final Schema schema;
    private final BinaryMessageEncoder<GenericRecord> encoder;
    private final BinaryMessageDecoder<GenericRecord> decoder;

    private AvroTopic(List<Schema> versions) {
        schema = versions.getLast();
        encoder = new BinaryMessageEncoder<>(GenericData.get(), schema);
        decoder = new BinaryMessageDecoder<>(GenericData.get(), schema);
        versions.forEach(decoder::addSchema);
    }

    /** @param message such as {@code Command}; all its versions are readable, the newest is written */
    static AvroTopic of(String message) {
        try (Stream<Path> files = Files.list(RELEASED)) {
            return new AvroTopic(
                    files.filter(file -> file.getFileName().toString().matches(message + "\\.\\d+\\.avsc"))
                            .sorted()
                            .map(AvroTopic::parsed)
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    GenericRecord message() {
        return new GenericData.Record(schema);
    }

    /** An empty record of that name, one of the kinds that a message's body may be. */
    GenericRecord body(String kind) {
        return new GenericData.Record(schema.getField("body").schema().getTypes().stream()
                .filter(type -> type.getName().equals(kind))
                .findFirst()
                .orElseThrow());
    }

    byte[] encode(GenericRecord message) {
        try {
            ByteBuffer bytes = encoder.encode(message);
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    GenericRecord decode(byte[] bytes) {
        try {
            return decoder.decode(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Schema parsed(Path file) {
        try {
            return new Schema.Parser().parse(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
