package dev.drover.worker.messaging;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who issued the latest commands, for the events that follow from them. A worker that has taken a shard over does not
 * know it of the commands before, and of an old one nobody does any more. Thread-safe.
 */
public final class Issuers {
    private static final int REMEMBERED = 10_000;
    private static final int LONGEST = 255;

    private final Map<String, String> byCommand = Collections.synchronizedMap(new Remembered());

    private static final class Remembered extends LinkedHashMap<String, String> {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > REMEMBERED;
        }
    }

    void remember(String commandId, String issuedBy) {
        byCommand.put(commandId, issuedBy.length() <= LONGEST ? issuedBy : issuedBy.substring(0, LONGEST));
    }

    @Nullable
    String of(@Nullable String commandId) {
        return commandId == null ? null : byCommand.get(commandId);
    }
}
