package dev.drover.api.rebuild;

import dev.drover.api.rebuild.RebuildView.Difference;
import java.util.ArrayList;
import java.util.List;

/** Rows that are not the same in the live tables and in their shadows. One thread. */
final class Differences {
    private static final int EXAMPLES = 20;

    private final List<Difference> examples = new ArrayList<>();
    private long count;

    void add(Difference difference) {
        count++;
        if (examples.size() < EXAMPLES) {
            examples.add(difference);
        }
    }

    long count() {
        return count;
    }

    List<Difference> examples() {
        return List.copyOf(examples);
    }
}
