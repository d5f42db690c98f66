package dev.drover.api.page;

import dev.drover.api.problem.InvalidParameter;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for.
 *
 * @param limit 1 to 500
 * @param after the id after which the page begins; 0: at the start
 */
public record PageRequest(int limit, long after) {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;

    public static PageRequest of(@Nullable Integer limit, @Nullable String cursor) {
        int size = limit == null ? DEFAULT_LIMIT : limit;
        if (size < 1 || size > MAX_LIMIT) {
            throw InvalidParameter.problem("limit", "must be between 1 and " + MAX_LIMIT);
        }
        return new PageRequest(size, cursor == null ? 0 : id(cursor));
    }

    private static long id(String cursor) {
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            throw InvalidParameter.problem("cursor", "must be the next_cursor of an earlier answer");
        }
    }
}
