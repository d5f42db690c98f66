package dev.drover.schemas;

import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the message type that the consumer's setting {@value #MESSAGE_TYPE} names. Null stays null: a tombstone. Throws
 * {@link UnreadableMessage}.
 */
public final class MessageDeserializer implements Deserializer<SpecificRecord> {
    /** A class of {@code dev.drover.schemas.message}, or its name. */
    public static final String MESSAGE_TYPE = "drover.message.type";

    private @Nullable MessageCodec<? extends SpecificRecord> codec;

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        Object type = configs.get(MESSAGE_TYPE);
        try {
            Class<?> named = type instanceof Class<?> c ? c : Class.forName(String.valueOf(type));
            codec = new MessageCodec<>(named.asSubclass(SpecificRecord.class));
        } catch (ClassNotFoundException | ClassCastException e) {
            throw new ConfigException(MESSAGE_TYPE, type, "name a message class of dev.drover.schemas.message");
        }
    }

    @Override
    public @Nullable SpecificRecord deserialize(String topic, byte @Nullable [] bytes) {
        if (codec == null) {
            throw new IllegalStateException("not configured: set " + MESSAGE_TYPE);
        }
        return bytes == null ? null : codec.decode(bytes);
    }
}
