package dev.drover.api.definition;

import java.util.Locale;

/** What follows an exit that nobody asked for. */
public enum RestartPolicy {
    ALWAYS,
    ON_FAILURE,
    NEVER;

    /** As clients write it, such as {@code on-failure}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
