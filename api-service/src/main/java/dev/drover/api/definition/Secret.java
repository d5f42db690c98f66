package dev.drover.api.definition;

/** A value that is never shown: of an env variable or a header. */
public record Secret(String value) {
    @Override
    public String toString() {
        return "***";
    }
}
