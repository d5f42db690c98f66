package dev.drover.faults.agent;

import java.util.Locale;

/** What a constant is called outside of Java. */
final class Labels {
    private Labels() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
