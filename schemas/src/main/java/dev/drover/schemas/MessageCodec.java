package dev.drover.schemas;

import dev.drover.schemas.message.Command;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;

/**
 * Avro single-object encoding of one message type: {@code C3 01}, the 64-bit CRC-64-AVRO fingerprint of the writer's
 * schema (little endian), the body. Specification: Avro 1.12, "Single-object encoding". The writer's schema is looked up
 * in {@link SchemaHistory}.
 */
public final class MessageCodec<T extends SpecificRecord> {
    static {
        // Avro makes objects only of classes that somebody has said to trust: ours, beside those that already are.
        ClassSecurityPredicate others = ClassSecurityValidator.getGlobal();
        String messages = Command.class.getPackageName();
        ClassSecurityValidator.setGlobal(type -> type.getPackageName().equals(messages) || others.isTrusted(type));
    }

    private final String name;
    private final BinaryMessageEncoder<T> encoder;
    private final BinaryMessageDecoder<T> decoder;

    public MessageCodec(Class<T> type) {
        SpecificData model = SpecificData.getForClass(type);
        Schema schema = model.getSchema(type);
        name = schema.getName();
        encoder = new BinaryMessageEncoder<>(model, schema);
        decoder = new BinaryMessageDecoder<>(model, schema);
        SchemaHistory.of(schema.getFullName()).forEach(decoder::addSchema);
    }

    public byte[] encode(T message) {
        try {
            ByteBuffer bytes = encoder.encode(message);
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            return copy;
        } catch (IOException | AvroRuntimeException e) {
            throw new IllegalArgumentException("not a valid " + name + ": " + e.getMessage(), e);
        }
    }

    /** @throws UnreadableMessage if the bytes are not such a message of a released version */
    public T decode(byte[] bytes) {
        try {
            return decoder.decode(bytes);
        } catch (IOException | RuntimeException e) {
            // Avro answers junk with any of a dozen exceptions: wrong header, end of input, index out of range, …
            throw new UnreadableMessage("not a readable " + name + ": " + e.getMessage(), e);
        }
    }
}
