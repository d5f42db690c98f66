package dev.drover.api.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.api.problem.InvalidParameter;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a server's history is asked for.
 *
 * @param limit 1 to 500
 * @param before only what is older
 */
record HistoryPage(int limit, Place before) {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;

    static HistoryPage of(@Nullable Integer limit, @Nullable String cursor) {
        int size = limit == null ? DEFAULT_LIMIT : limit;
        if (size < 1 || size > MAX_LIMIT) {
            throw InvalidParameter.problem("limit", "must be between 1 and " + MAX_LIMIT);
        }
        return new HistoryPage(size, cursor == null ? Place.END : Place.of(cursor));
    }

    /** An event's place in its server's history. Its cursor means nothing to a client. */
    record Place(long claim, long sequence) {
        static final Place END = new Place(Long.MAX_VALUE, Long.MAX_VALUE);

        static Place of(String cursor) {
            try {
                String[] parts = new String(Base64.getUrlDecoder().decode(cursor), UTF_8).split("-", -1);
                if (parts.length == 2) {
                    return new Place(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
                }
            } catch (IllegalArgumentException e) {
                // Not one of ours: answered below.
            }
            throw InvalidParameter.problem("cursor", "must be the next_cursor of an earlier answer");
        }

        String cursor() {
            return Base64.getUrlEncoder().withoutPadding().encodeToString((claim + "-" + sequence).getBytes(UTF_8));
        }
    }
}
