package dev.drover.worker.lifecycle;

/** A value that never shows in a log, an event or an error: its text form is masked. */
public record Secret(String value) {
    public static final String MASK = "***";

    @Override
    public String toString() {
        return MASK;
    }
}
