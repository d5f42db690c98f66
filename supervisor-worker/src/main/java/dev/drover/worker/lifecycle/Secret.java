package dev.drover.worker.lifecycle;

/**
 * A value that never shows in a log, an event or an error: its text form is masked.
 *
 * @param source equal where the values are equal
 */
public record Secret(Source source) {
    public static final String MASK = "***";

    /** Of a text that is known. */
    public Secret(String value) {
        this(new Known(value));
    }

    /** Where the text comes from, which may be sealed until it is needed. */
    @FunctionalInterface
    public interface Source {
        /** Throws what its implementation says, where there is no key for it. */
        String text();
    }

    private record Known(String text) implements Source {
        @Override
        public String toString() {
            return MASK;
        }
    }

    /** The text itself, opened now if it is sealed: not for the supervisor's thread. */
    public String value() {
        return source.text();
    }

    @Override
    public String toString() {
        return MASK;
    }
}
