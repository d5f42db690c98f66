package dev.drover.faults.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What the tests change a copy of. */
public final class Example implements Supplier<String> {
    private final List<String> done = new ArrayList<>();

    /** Public: the changed copy is defined by another loader, so in another package. */
    public enum Outcome {
        COMMITTED,
        ABORTED
    }

    @Override
    public String get() {
        String all = "";
        try {
            first();
            second();
            second();
            all = isOver() ? "over" : "going on";
        } catch (IllegalStateException e) {
            done.add(String.valueOf(e.getMessage()));
        }
        return done + " " + all + " " + deadline() + " " + outcome();
    }

    private void first() {
        done.add("first");
    }

    private void second() {
        done.add("second");
    }

    private boolean isOver() {
        return done.size() == 3;
    }

    private long deadline() {
        return 7;
    }

    private Outcome outcome() {
        return done.size() > 1 ? Outcome.ABORTED : Outcome.COMMITTED;
    }
}
