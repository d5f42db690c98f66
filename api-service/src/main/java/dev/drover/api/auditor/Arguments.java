package dev.drover.api.auditor;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Options of a command line, each with a value. */
record Arguments(Map<String, String> options) {

    /** Says what is wrong with the command line. */
    static final class Wrong extends Exception {
        private static final long serialVersionUID = 1;

        Wrong(String message) {
            super(message);
        }
    }

    static Arguments parse(Set<String> known, String... arguments) throws Wrong {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            if (!known.contains(arguments[i])) {
                throw new Wrong("unknown option " + arguments[i]);
            }
            if (i + 1 == arguments.length) {
                throw new Wrong(arguments[i] + " needs a value");
            }
            options.put(arguments[i], arguments[i + 1]);
        }
        return new Arguments(Map.copyOf(options));
    }

    @Nullable
    String text(String name) {
        return options.get(name);
    }

    @Nullable
    Instant moment(String name) throws Wrong {
        try {
            return value(name, Instant::parse);
        } catch (DateTimeParseException e) {
            throw new Wrong(name + " must be a time such as 2026-03-01T14:03:00Z");
        }
    }

    @Nullable
    Long number(String name) throws Wrong {
        try {
            return value(name, Long::valueOf);
        } catch (NumberFormatException e) {
            throw new Wrong(name + " must be a whole number");
        }
    }

    String required(String name) throws Wrong {
        String text = text(name);
        if (text == null) {
            throw new Wrong(name + " is missing");
        }
        return text;
    }

    Set<String> names(String name) {
        String text = text(name);
        return text == null ? Set.of() : Set.copyOf(List.of(text.split(",", -1)));
    }

    <T> @Nullable T value(String name, Function<String, T> reading) {
        String text = text(name);
        return text == null ? null : reading.apply(text);
    }

    /** How to reach the brokers: the file of client properties, and what {@code --brokers} says. */
    Map<String, Object> kafka() throws Wrong, IOException {
        Map<String, Object> settings = new HashMap<>();
        String file = text("--config");
        if (file != null) {
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(Path.of(file))) {
                properties.load(reader);
            }
            properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
        }
        String brokers = text("--brokers");
        if (brokers != null) {
            settings.put("bootstrap.servers", brokers);
        }
        if (!settings.containsKey("bootstrap.servers")) {
            throw new Wrong("--brokers is missing: the brokers' addresses, as HOST:PORT,…");
        }
        return settings;
    }
}
