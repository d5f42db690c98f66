package dev.drover.api.replay;

import dev.drover.schemas.message.ApiEvent;
import dev.drover.schemas.message.CatalogueChanged;
import dev.drover.schemas.message.Event;
import dev.drover.schemas.message.ServerStarted;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Writes entries as lines of JSON: straight from the messages, without a tree. Fields have their names in the schema;
 * those that are null are left out, and so is a catalogue's content, which its digest names. One thread.
 */
final class LineWriter implements EntryWriter, AutoCloseable {
    private static final JsonMapper JSON =
            new JsonMapper(JsonFactory.builder().rootValueSeparator("").build());
    private static final Map<String, SerializableString> NAMES = new ConcurrentHashMap<>();
    private static final Map<Enum<?>, SerializableString> SYMBOLS = new ConcurrentHashMap<>();

    private final JsonGenerator json;

    LineWriter(OutputStream out) {
        json = JSON.writer().without(StreamWriteFeature.AUTO_CLOSE_TARGET).createGenerator(out);
    }

    /** @throws JacksonException if it cannot be written, because nobody reads it any more */
    @Override
    public void write(LogEntry entry) {
        json.writeStartObject();
        switch (entry.content()) {
            case Event event -> write(event);
            case ApiEvent event -> write(event);
            case LogEntry.Unreadable unreadable -> {
                text("type", TypeNames.UNREADABLE);
                text(
                        "occurred_at",
                        Instant.ofEpochMilli(entry.record().timestamp()).toString());
                text("reason", unreadable.reason());
            }
            default ->
                throw new IllegalStateException("an entry of " + entry.content().getClass());
        }
        if (entry.isStale()) {
            json.writeName(name("stale"));
            json.writeBoolean(true);
        }
        text("topic", entry.place().source().topic().topicName());
        number("partition", entry.place().source().partition());
        number("offset", entry.place().offset());
        text("cursor", entry.place().cursor());
        json.writeEndObject();
        json.writeRaw('\n');
    }

    /** White space before the next line, which JSON does not see; what was written before goes out with it. */
    void writeSignOfLife() {
        json.writeRaw(' ');
        json.flush();
    }

    void flush() {
        json.flush();
    }

    private void write(Event event) {
        text("event_id", event.getEventId());
        text("type", TypeNames.of(event.getBody()));
        text("occurred_at", event.getOccurredAt().toString());
        field("server_id", event.getServerId());
        field("app_id", event.getAppId());
        text("worker_id", event.getWorkerId());
        number("claim", event.getClaim());
        number("sequence", event.getSequence());
        field("generation", event.getGeneration());
        field("desired_status", event.getDesired());
        field("command_id", event.getCommandId());
        fields((SpecificRecord) event.getBody());
    }

    private void write(ApiEvent event) {
        text("event_id", event.getEventId());
        text("type", event.getAction());
        text("occurred_at", event.getOccurredAt().toString());
        field("server_id", event.getServerId());
        field("app_id", event.getAppId());
        text("actor", event.getActor());
        field("outcome", event.getOutcome());
        field("code", event.getCode());
        field("command_id", event.getCommandId());
    }

    private void fields(SpecificRecord message) {
        for (Schema.Field field : message.getSchema().getFields()) {
            Object value = message.get(field.pos());
            boolean isContent =
                    message instanceof CatalogueChanged && field.name().equals("content");
            if (message instanceof ServerStarted started && field.name().equals("capabilities")) {
                capabilities(started);
            } else if (!isContent) {
                field(field.name(), value);
            }
        }
    }

    /** What the server wrote as JSON is JSON here; a string, if it is none after all. */
    private void capabilities(ServerStarted started) {
        json.writeName(name("capabilities"));
        json.writeTree(parsed(started.getCapabilities()));
    }

    private static JsonNode parsed(String written) {
        try {
            return JSON.readTree(written);
        } catch (JacksonException e) {
            return JsonNodeFactory.instance.stringNode(written);
        }
    }

    private void field(String name, @Nullable Object value) {
        if (value != null) {
            json.writeName(name(name));
            value(value);
        }
    }

    private void value(Object value) {
        switch (value) {
            case String text -> json.writeString(text);
            case Long number -> json.writeNumber(number);
            case Integer number -> json.writeNumber(number);
            case Boolean flag -> json.writeBoolean(flag);
            case Instant time -> json.writeString(time.toString());
            case Enum<?> symbol -> json.writeString(symbol(symbol));
            case Collection<?> items -> {
                json.writeStartArray();
                items.forEach(this::value);
                json.writeEndArray();
            }
            case SpecificRecord message -> {
                json.writeStartObject();
                fields(message);
                json.writeEndObject();
            }
            default -> json.writeString(value.toString());
        }
    }

    private void text(String name, String value) {
        json.writeName(name(name));
        json.writeString(value);
    }

    private void number(String name, long value) {
        json.writeName(name(name));
        json.writeNumber(value);
    }

    private static SerializableString name(String name) {
        return NAMES.computeIfAbsent(name, SerializedString::new);
    }

    private static SerializableString symbol(Enum<?> symbol) {
        return SYMBOLS.computeIfAbsent(
                symbol, key -> new SerializedString(key.name().toLowerCase(Locale.ROOT)));
    }

    @Override
    public void close() {
        json.close();
    }
}
