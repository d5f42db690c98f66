package dev.drover.api.access;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What an app's key may do. */
public enum Scope {
    READ,
    MANAGE;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Scope> of(String text) {
        return Stream.of(values()).filter(scope -> scope.text().equals(text)).findFirst();
    }

    Authority authority() {
        return this == MANAGE ? Authority.MANAGE : Authority.READ;
    }
}
