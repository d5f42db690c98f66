package dev.drover.worker.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes events of the bytes of a {@code text/event-stream} (WHATWG HTML, "Server-sent events"). For one thread. */
final class EventStream {
    /** What a buffer may keep of one large event until the next. */
    private static final int KEPT = 64 * 1024;

    private final int limit;
    private ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    private StringBuilder data = new StringBuilder();
    private String type = "";
    private @Nullable String lastId;
    private boolean hasData;
    private boolean wasReturn;
    private int size;

    /** @param limit of one event, in bytes */
    EventStream(int limit) {
        this.limit = limit;
    }

    /**
     * What these bytes complete.
     *
     * @throws TooLarge if an event exceeds the limit
     */
    List<Event> feed(byte[] bytes) throws TooLarge {
        List<Event> events = new ArrayList<>();
        for (byte b : bytes) {
            if (b == '\n' && wasReturn) {
                wasReturn = false;
            } else if (b == '\n' || b == '\r') {
                wasReturn = b == '\r';
                endLine(events);
            } else {
                wasReturn = false;
                line.write(b);
                size++;
                if (size > limit) {
                    throw new TooLarge(limit);
                }
            }
        }
        return events;
    }

    private void endLine(List<Event> events) {
        int bytes = line.size();
        String text = line.toString(UTF_8);
        if (bytes > KEPT) {
            line = new ByteArrayOutputStream(256);
        } else {
            line.reset();
        }
        if (text.isEmpty()) {
            dispatch(events);
        } else if (text.startsWith(":")) {
            size -= bytes;
        } else {
            int colon = text.indexOf(':');
            String name = colon < 0 ? text : text.substring(0, colon);
            String value = colon < 0 ? "" : text.substring(colon + 1);
            field(name, value.startsWith(" ") ? value.substring(1) : value);
        }
    }

    private void field(String name, String value) {
        switch (name) {
            case "data" -> {
                if (hasData) {
                    data.append('\n');
                }
                hasData = true;
                data.append(value);
            }
            case "event" -> type = value;
            case "id" -> lastId = value;
            default -> {
                // "retry" among them: when to come back is the caller's own choice
            }
        }
    }

    private void dispatch(List<Event> events) {
        if (hasData) {
            events.add(new Event(type.isEmpty() ? "message" : type, data.toString(), lastId));
        }
        if (data.length() > KEPT) {
            data = new StringBuilder();
        } else {
            data.setLength(0);
        }
        hasData = false;
        type = "";
        size = 0;
    }
}
