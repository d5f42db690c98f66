package dev.drover.benchmark.figure;

import java.util.Locale;

/**
 * What a figure should be.
 *
 * @param of which of its aspects, as in "beyond bare, median"; empty: the figure itself
 * @param value what it is
 * @param isCeiling whether it may be at most {@code limit}; else at least
 */
public record Target(String of, double value, double limit, String unit, boolean isCeiling) {
    public static Target atMost(String of, double value, double limit, String unit) {
        return new Target(of, value, limit, unit, true);
    }

    public static Target atLeast(String of, double value, double limit, String unit) {
        return new Target(of, value, limit, unit, false);
    }

    public boolean isMet() {
        return isCeiling ? value <= limit : value >= limit;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s%s, %s %s %s: %s",
                of.isEmpty() ? "" : of + " ",
                Figure.rounded(value),
                isCeiling ? "≤" : "≥",
                Figure.rounded(limit),
                unit,
                isMet() ? "met" : "MISSED");
    }
}
