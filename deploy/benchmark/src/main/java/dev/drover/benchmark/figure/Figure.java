package dev.drover.benchmark.figure;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was measured.
 *
 * @param beside the same done by bare means, in the same unit and run; null: there is none
 * @param note what one has to know to read it; may be empty
 */
public record Figure(
        String name, String unit, Sample measured, @Nullable Sample beside, String note, List<Target> targets) {
    public static Figure of(String name, String unit, Sample measured, String note, Target... targets) {
        return new Figure(name, unit, measured, null, note, List.of(targets));
    }

    public static Figure beside(
            String name, String unit, Sample measured, Sample beside, String note, Target... targets) {
        return new Figure(name, unit, measured, beside, note, List.of(targets));
    }

    /** Median by median; null where there is nothing to compare with. */
    public @Nullable Double ratio() {
        return beside == null ? null : measured.median() / beside.median();
    }

    /** To three digits or so. */
    static String rounded(double value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f", value);
    }

    /** A line of the table, and one for each target and the note. */
    @Override
    public String toString() {
        String percentile = measured.hasPercentile() ? rounded(measured.p99()) : "";
        String bare = beside == null ? "" : rounded(beside.median());
        Double ratio = ratio();
        StringBuilder lines = new StringBuilder(String.format(
                Locale.ROOT,
                "  %-58s %10s %10s %10s %8s  %s",
                name,
                rounded(measured.median()),
                percentile,
                bare,
                ratio == null ? "" : rounded(ratio),
                unit));
        targets.forEach(target -> lines.append("\n      ").append(target));
        if (!note.isEmpty()) {
            lines.append("\n      ").append(note);
        }
        return lines.toString();
    }

    /** What stands above the columns. */
    public static String header() {
        return String.format("  %-58s %10s %10s %10s %8s  %s", "", "median", "99th", "beside", "ratio", "unit");
    }
}
