package dev.drover.faults.evidence;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A line that a witness wrote.
 *
 * @param at by the boot clock
 * @param detail of a call its nonce
 */
public record Sighting(long at, Kind kind, Life life, String detail) {

    /** What happened. */
    public enum Kind {
        START,
        ALIVE,
        CALL,
        END,
        /** It began while another life of its server held the lock. */
        VIOLATION
    }

    public long serverId() {
        return life.serverId();
    }

    /** @return null for a line that a kill cut off */
    static @Nullable Sighting parse(long serverId, String line) {
        String[] parts = line.split(" ", -1);
        if (parts.length < 5) {
            return null;
        }
        Kind kind = Kind.valueOf(parts[1].toUpperCase(Locale.ROOT));
        Life life = new Life(serverId, parts[2], parts[3], parts[4]);
        return new Sighting(Long.parseLong(parts[0]), kind, life, parts.length > 5 ? parts[5] : "");
    }
}
