package dev.drover.api.rebuild;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a rebuild is.
 *
 * @param state none, running, done or failed
 * @param differences how many rows were not as before; null until it is done
 * @param examples of them, a few
 */
record RebuildView(
        String state,
        long events,
        long total,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Long differences,
        List<Difference> examples,
        @Nullable String error) {
    static final RebuildView NONE = new RebuildView("none", 0, 0, null, null, null, List.of(), null);

    /**
     * A row that is not in both, or not the same in both.
     *
     * @param was as text; null: there was none
     * @param is as text; null: there is none any more
     */
    record Difference(
            String table,
            String key,
            @Nullable String was,
            @Nullable String is) {}
}
