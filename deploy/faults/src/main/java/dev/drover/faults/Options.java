package dev.drover.faults;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for.
 *
 * @param seed of the order of the faults and of all jitter
 * @param only the names of the faults, in their order; empty: as {@code minutes} has it
 */
record Options(
        int minutes, long seed, List<String> only, @Nullable String mutant, Path data, boolean isList, boolean isHelp) {
    static final int SHORT = 2;

    static final String USAGE = """
            Usage: deploy/chaos [options]
              --minutes N    how long faults are struck, in an order of chance (default: 10);
                             2 or less: a few of them, in a fixed order
              --seed N       of that order and of all jitter (default: by the clock, and printed)
              --only FAULT,… these faults in this order, however long it takes
              --mutant NAME  breaks the services on purpose: lease-off, warden-off, containment-off,
                             skipping-handler; the suite must then find something wrong
              --list         the faults
              --data DIR     where the stack keeps its data and logs; what is in there is deleted
                             (default: deploy/faults/target/chaos)
              --help         this
            """;

    /**
     * @param home the directory of this module
     * @param faults the names that there are
     * @throws IllegalArgumentException with what is wrong
     */
    static Options parse(Path home, List<String> faults, String... arguments) {
        Options options = new Options(
                10,
                System.currentTimeMillis() % 1_000_000,
                List.of(),
                null,
                home.resolve("target/chaos"),
                false,
                false);
        for (int i = 0; i < arguments.length; i++) {
            String option = arguments[i];
            options = switch (option) {
                case "--list" -> options.list();
                case "--help" -> options.help();
                default -> options.with(option, value(arguments, ++i), faults);
            };
        }
        return options;
    }

    private Options with(String option, String value, List<String> faults) {
        return switch (option) {
            case "--minutes" -> new Options((int) number(option, value), seed, only, mutant, data, isList, isHelp);
            case "--seed" -> new Options(minutes, number(option, value), only, mutant, data, isList, isHelp);
            case "--only" -> new Options(minutes, seed, known(value, faults), mutant, data, isList, isHelp);
            case "--mutant" -> new Options(minutes, seed, only, value, data, isList, isHelp);
            case "--data" ->
                new Options(minutes, seed, only, mutant, Path.of(value).toAbsolutePath(), isList, isHelp);
            default -> throw new IllegalArgumentException("unknown option " + option + "; see --help");
        };
    }

    private Options list() {
        return new Options(minutes, seed, only, mutant, data, true, isHelp);
    }

    private Options help() {
        return new Options(minutes, seed, only, mutant, data, isList, true);
    }

    private static List<String> known(String names, List<String> faults) {
        List<String> chosen = List.of(names.split(",", -1));
        for (String name : chosen) {
            if (!faults.contains(name)) {
                throw new IllegalArgumentException("--only: there is no fault " + name + "; see --list");
            }
        }
        return chosen;
    }

    private static long number(String option, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " needs a number, and this is " + value, e);
        }
    }

    private static String value(String[] arguments, int at) {
        if (at >= arguments.length) {
            throw new IllegalArgumentException(arguments[at - 1] + " needs a value, or is unknown; see --help");
        }
        return arguments[at];
    }
}
