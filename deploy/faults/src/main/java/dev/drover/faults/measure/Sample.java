package dev.drover.faults.measure;

import java.util.Collection;
import java.util.List;

/** What was read of one thing, once a run or once a server. Immutable. */
record Sample(List<Double> sorted) {
    Sample {
        if (sorted.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        sorted = sorted.stream().sorted().toList();
    }

    static Sample of(Collection<Double> values) {
        return new Sample(List.copyOf(values));
    }

    double median() {
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** The smallest value that 99 % of the values do not exceed; of fewer than a hundred the largest. */
    double p99() {
        return sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1);
    }

    double largest() {
        return sorted.getLast();
    }

    int count() {
        return sorted.size();
    }
}
