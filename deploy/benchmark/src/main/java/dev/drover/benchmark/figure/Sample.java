package dev.drover.benchmark.figure;

import java.util.Collection;
import java.util.List;

/** What was read, one value a run or a request. Immutable. */
public record Sample(List<Double> sorted) {
    /** Fewer values than this have no 99th percentile. */
    private static final int FOR_PERCENTILE = 50;

    /** @throws IllegalArgumentException if there is no value */
    public Sample {
        if (sorted.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        sorted = sorted.stream().sorted().toList();
    }

    public static Sample of(Collection<Double> values) {
        return new Sample(List.copyOf(values));
    }

    public static Sample of(double value) {
        return new Sample(List.of(value));
    }

    public double median() {
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** The smallest value that 99 % of the values do not exceed; of a few values the largest. */
    public double p99() {
        return sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1);
    }

    public boolean hasPercentile() {
        return sorted.size() >= FOR_PERCENTILE;
    }

    public int count() {
        return sorted.size();
    }
}
