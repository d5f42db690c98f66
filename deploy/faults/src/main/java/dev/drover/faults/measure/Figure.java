package dev.drover.faults.measure;

import java.util.Collection;
import java.util.Locale;

/**
 * One thing that was measured.
 *
 * @param limit what none of its values should exceed, or, with {@code isPercentile}, 99 of 100
 */
record Figure(String name, String unit, Sample measured, double limit, boolean isPercentile) {
    private static final String ROW = "| %s | %d | %s | %s | %s | %s |";

    /** Of a thing that is not aimed at. */
    static final double NO_LIMIT = Double.POSITIVE_INFINITY;

    static Figure seconds(String name, Collection<Double> values, double limit) {
        return new Figure(name, "s", Sample.of(values), limit, false);
    }

    static Figure count(String name, Collection<Double> values, double limit) {
        return new Figure(name, "", Sample.of(values), limit, false);
    }

    Figure byPercentile() {
        return new Figure(name, unit, measured, limit, true);
    }

    boolean isMet() {
        return (isPercentile ? measured.p99() : measured.largest()) <= limit;
    }

    static String header() {
        return String.format(ROW.replace("%d", "%s"), "", "n", "median", "99th", "longest", "target")
                + "\n|---|---|---|---|---|---|";
    }

    /** A row of a table. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                ROW,
                name,
                measured.count(),
                value(measured.median()),
                value(measured.p99()),
                value(measured.largest()),
                target());
    }

    private String target() {
        if (limit == NO_LIMIT) {
            return "";
        }
        return "≤ " + value(limit) + (isPercentile ? " (99th)" : "") + (isMet() ? ": met" : ": **missed**");
    }

    private String value(double value) {
        return unit.isEmpty()
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.2f %s", value, unit);
    }
}
