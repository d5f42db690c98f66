package dev.drover.schemas;

import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Writes any message of the contract in {@link MessageCodec}'s encoding. Null stays null: a tombstone. */
public final class MessageSerializer implements Serializer<SpecificRecord> {
    private final ConcurrentHashMap<Class<?>, MessageCodec<SpecificRecord>> codecs = new ConcurrentHashMap<>();

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable SpecificRecord message) {
        return message == null ? null : codec(message.getClass()).encode(message);
    }

    @SuppressWarnings("unchecked")
    private MessageCodec<SpecificRecord> codec(Class<?> type) {
        return codecs.computeIfAbsent(type, t -> new MessageCodec<>((Class<SpecificRecord>) t));
    }
}
