package dev.drover.worker.remote;

import org.jspecify.annotations.Nullable;

/**
 * A message of an HTTP answer: one event of a stream of them, or the whole body.
 *
 * @param type {@code message} unless the stream says otherwise
 * @param id by which the stream can be resumed after it; null: it cannot
 */
public record Event(String type, String data, @Nullable String id) {
    /** Its size only: it may hold a tool's data. */
    @Override
    public String toString() {
        return type + " of " + data.length() + " characters";
    }
}
