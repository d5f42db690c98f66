package dev.drover.faults;

import dev.drover.faults.measure.Measure;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for.
 *
 * @param minutes how long faults are struck; 0: not at all
 * @param runs how often each part of a measurement is repeated
 * @param seed of the order of the faults and of all jitter
 * @param mutants whether it is then seen if broken rules are noticed
 * @param only the names of the faults, in their order, or of what is measured; empty: as {@code minutes} has it, or all
 */
record Options(
        Task task,
        int minutes,
        int runs,
        long seed,
        boolean mutants,
        List<String> only,
        @Nullable String mutant,
        Path data) {
    static final int SHORT = 2;

    /** What is to be done. */
    enum Task {
        STRIKE,
        MEASURE,
        LIST,
        HELP
    }

    static final String USAGE = """
            Usage: deploy/chaos [options]
              --minutes N    how long faults are struck, in an order of chance (default: 10);
                             2 or less: a few of them, in a fixed order; 0: none
              --seed N       of that order and of all jitter (default: by the clock, and printed)
              --only FAULT,… these faults in this order, however long it takes
              --mutant NAME  breaks the services on purpose: lease-off, warden-off, containment-off,
                             skipping-handler; the suite must then find something wrong
              --mutants      after the faults, each of these in turn, with a fault in which it shows;
                             wrong is what is not noticed
              --measure      how long servers feel each kind of fault, as a table; --only PART,…
                             measures these parts
              --runs N       how often each is measured (default: 10)
              --list         the faults, and the parts of the measurement
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
                Task.STRIKE,
                10,
                10,
                System.currentTimeMillis() % 1_000_000,
                false,
                List.of(),
                null,
                home.resolve("target/chaos"));
        for (int i = 0; i < arguments.length; i++) {
            String option = arguments[i];
            options = switch (option) {
                case "--list" -> options.to(Task.LIST);
                case "--help" -> options.to(Task.HELP);
                case "--mutants" -> options.andMutants();
                case "--measure" -> options.to(Task.MEASURE);
                default -> options.with(option, value(arguments, ++i));
            };
        }
        options.check(options.task == Task.MEASURE ? Measure.names() : faults);
        return options;
    }

    private Options with(String option, String value) {
        return switch (option) {
            case "--minutes" -> new Options(task, (int) number(option, value), runs, seed, mutants, only, mutant, data);
            case "--runs" -> new Options(task, minutes, (int) number(option, value), seed, mutants, only, mutant, data);
            case "--seed" -> new Options(task, minutes, runs, number(option, value), mutants, only, mutant, data);
            case "--only" ->
                new Options(task, minutes, runs, seed, mutants, List.of(value.split(",", -1)), mutant, data);
            case "--mutant" -> new Options(task, minutes, runs, seed, mutants, only, value, data);
            case "--data" ->
                new Options(
                        task,
                        minutes,
                        runs,
                        seed,
                        mutants,
                        only,
                        mutant,
                        Path.of(value).toAbsolutePath());
            default -> throw new IllegalArgumentException("unknown option " + option + "; see --help");
        };
    }

    private Options to(Task other) {
        return new Options(other, minutes, runs, seed, mutants, only, mutant, data);
    }

    private Options andMutants() {
        return new Options(task, minutes, runs, seed, true, only, mutant, data);
    }

    private void check(List<String> names) {
        for (String name : only) {
            if (!names.contains(name)) {
                throw new IllegalArgumentException("--only: there is no " + name + "; see --list");
            }
        }
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
