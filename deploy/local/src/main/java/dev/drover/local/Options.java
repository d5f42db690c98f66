package dev.drover.local;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;

/** What the command line asks for. */
record Options(int workers, int port, Path data, boolean fresh, boolean help) {

    static final String USAGE = """
            Usage: deploy/up [--workers N] [--port 8080] [--data DIR] [--fresh]

            Runs all of Drover on this machine until Ctrl-C: Kafka, PostgreSQL, one api-service, N supervisor-workers.

              --workers N   how many supervisor-workers, 1 to 16 (default 1)
              --port PORT   where the API listens on 127.0.0.1 (default 8080)
              --data DIR    where everything is kept (default $XDG_DATA_HOME/drover, else ~/.local/share/drover)
              --fresh       delete what DIR holds of an earlier stack first
              --help        this text

            DROVER_PLATFORM_KEY sets the platform key instead of generating one.
            """;

    static Options parse(Map<String, String> environment, String... arguments) {
        Options options = new Options(1, 8080, defaultData(environment), false, false);
        Iterator<String> rest = Arrays.asList(arguments).iterator();
        while (rest.hasNext()) {
            options = options.with(rest.next(), rest);
        }
        return options;
    }

    private Options with(String argument, Iterator<String> rest) {
        int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
        String name = equals < 0 ? argument : argument.substring(0, equals);
        Iterator<String> value = equals < 0
                ? rest
                : Arrays.asList(argument.substring(equals + 1)).iterator();
        return switch (name) {
            case "--workers" -> new Options(number(name, value, 1, 16), port, data, fresh, help);
            case "--port" -> new Options(workers, number(name, value, 1, 65_535), data, fresh, help);
            case "--data" ->
                new Options(
                        workers,
                        port,
                        Path.of(text(name, value)).toAbsolutePath().normalize(),
                        fresh,
                        help);
            case "--fresh" -> new Options(workers, port, data, true, help);
            case "--help", "-h" -> new Options(workers, port, data, fresh, true);
            default -> throw new CannotStart("Unknown option " + argument + "; deploy/up --help lists the options");
        };
    }

    private static int number(String name, Iterator<String> rest, int least, int most) {
        String text = text(name, rest);
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, the same as for a number out of range.
        }
        throw new CannotStart(name + " takes a number from " + least + " to " + most + ", not '" + text + "'");
    }

    private static String text(String name, Iterator<String> rest) {
        if (rest.hasNext()) {
            String text = rest.next();
            if (!text.isBlank()) {
                return text;
            }
        }
        throw new CannotStart(name + " needs a value; deploy/up --help lists the options");
    }

    private static Path defaultData(Map<String, String> environment) {
        String base = environment.getOrDefault("XDG_DATA_HOME", "");
        Path parent = base.isBlank() ? Path.of(System.getProperty("user.home"), ".local", "share") : Path.of(base);
        return parent.resolve("drover").toAbsolutePath();
    }
}
