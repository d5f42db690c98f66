package dev.drover.benchmark;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was asked for.
 *
 * @param only the names of the parts to run; empty: all
 */
record Options(Path out, Path data, Set<String> only, boolean isQuick, boolean isHelp) {
    static final String USAGE = """
            Usage: deploy/bench [options]
              --only PART,…  only these parts: %s
              --quick        fewer and shorter runs: a look, no figures to quote
              --out FILE     where the JSON goes (default: deploy/benchmark/target/benchmark.json)
              --data DIR     where the stack keeps its data; what is in there is deleted
                             (default: deploy/benchmark/target/stack)
              --help         this
            """;

    /**
     * @param home the directory of this module
     * @param parts the names that there are
     * @throws IllegalArgumentException with what is wrong
     */
    static Options parse(Path home, List<String> parts, String... arguments) {
        Options options = new Options(
                home.resolve("target/benchmark.json"), home.resolve("target/stack"), Set.of(), false, false);
        for (int i = 0; i < arguments.length; i++) {
            options = switch (arguments[i]) {
                case "--quick" -> new Options(options.out, options.data, options.only, true, options.isHelp);
                case "--help" -> new Options(options.out, options.data, options.only, options.isQuick, true);
                case "--only" -> options.only(parts, value(arguments, ++i));
                case "--out" ->
                    new Options(
                            Path.of(value(arguments, ++i)),
                            options.data,
                            options.only,
                            options.isQuick,
                            options.isHelp);
                case "--data" ->
                    new Options(
                            options.out, Path.of(value(arguments, ++i)), options.only, options.isQuick, options.isHelp);
                default -> throw new IllegalArgumentException("unknown option " + arguments[i] + "; see --help");
            };
        }
        return options;
    }

    private Options only(List<String> parts, String names) {
        Set<String> chosen = new TreeSet<>(List.of(names.split(",", -1)));
        for (String name : chosen) {
            if (!parts.contains(name)) {
                throw new IllegalArgumentException("--only: there is no part " + name + "; there are " + parts);
            }
        }
        return new Options(out, data, chosen, isQuick, isHelp);
    }

    private static String value(String[] arguments, int at) {
        if (at >= arguments.length) {
            throw new IllegalArgumentException(arguments[at - 1] + " needs a value; see --help");
        }
        return arguments[at];
    }

    boolean includes(String part) {
        return only.isEmpty() || only.contains(part);
    }
}
