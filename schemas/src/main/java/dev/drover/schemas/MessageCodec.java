package dev.drover.schemas;

import dev.drover.schemas.message.Command;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
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

    private static final int MARKER = 0xC301;
    private static final int FINGERPRINT_AT = 2;
    private static final int HEADER = 10;

    /** Avro's own decoder of this encoding asks a stream for every byte; these read the array. */
    private static final ThreadLocal<BinaryDecoder> DECODERS =
            ThreadLocal.withInitial(() -> DecoderFactory.get().binaryDecoder(new byte[0], null));

    private final String name;
    private final BinaryMessageEncoder<T> encoder;
    private final Map<Long, DatumReader<T>> readers = new HashMap<>();

    public MessageCodec(Class<T> type) {
        SpecificData model = SpecificData.getForClass(type);
        Schema schema = model.getSchema(type);
        name = schema.getName();
        encoder = new BinaryMessageEncoder<>(model, schema);
        addReader(model, schema, schema);
        SchemaHistory.of(schema.getFullName()).forEach(writer -> addReader(model, writer, schema));
    }

    @SuppressWarnings("unchecked") // the model makes objects of the schema's class
    private void addReader(SpecificData model, Schema writer, Schema schema) {
        readers.put(SchemaNormalization.parsingFingerprint64(writer), (DatumReader<T>)
                model.createDatumReader(writer, schema));
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
        if (bytes.length < HEADER) {
            throw new UnreadableMessage("not a readable " + name + ": it is shorter than a header");
        }
        ByteBuffer header = ByteBuffer.wrap(bytes);
        long fingerprint = header.order(ByteOrder.LITTLE_ENDIAN).getLong(FINGERPRINT_AT);
        DatumReader<T> reader = readers.get(fingerprint);
        if (Short.toUnsignedInt(header.order(ByteOrder.BIG_ENDIAN).getShort(0)) != MARKER || reader == null) {
            throw new UnreadableMessage("not a readable %s: it begins with %s"
                    .formatted(name, HexFormat.of().formatHex(bytes, 0, HEADER)));
        }
        try {
            BinaryDecoder decoder =
                    DecoderFactory.get().binaryDecoder(bytes, HEADER, bytes.length - HEADER, DECODERS.get());
            return reader.read(null, decoder);
        } catch (IOException | RuntimeException e) {
            // Avro answers junk with any of a dozen exceptions: end of input, index out of range, …
            throw new UnreadableMessage("not a readable " + name + ": " + e.getMessage(), e);
        }
    }
}
