package dev.drover.api.page;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param nextCursor what to send as {@code cursor} for the page after this one; null: this was the last
 */
public record Page<T>(List<T> items, @Nullable String nextCursor) {
    /** A list that is always shown whole. */
    public static <T> Page<T> whole(List<T> items) {
        return new Page<>(items, null);
    }

    /** @param rows one more than the limit, if there are more */
    public static <T> Page<T> of(List<T> rows, int limit, Function<T, Object> cursor) {
        if (rows.size() <= limit) {
            return whole(rows);
        }
        List<T> items = rows.subList(0, limit);
        return new Page<>(items, cursor.apply(items.getLast()).toString());
    }
}
