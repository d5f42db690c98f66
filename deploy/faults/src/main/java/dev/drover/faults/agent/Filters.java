package dev.drover.faults.agent;

import java.util.ArrayList;
import java.util.List;

/** Called by changed code of a service, with what a method would answer, and the rule that is broken if it is to be changed. */
public final class Filters {
    private static final String INIT = "init.sh";
    private static final String SESSION = "setsid";

    private Filters() {}

    /** Of a contained command line: what is left without the containment, from the shell that runs init on. */
    public static Object bare(Object commandLine, String rule) {
        if (!Rules.isBroken(rule)) {
            return commandLine;
        }
        List<String> line = new ArrayList<>();
        ((List<?>) commandLine).forEach(word -> line.add(String.valueOf(word)));
        int init = 0;
        while (!line.get(init).endsWith(INIT)) {
            init++;
        }
        List<String> bare = line.subList(init - 1, line.size());
        if (bare.get(2).endsWith(SESSION)) {
            bare.remove(2);
        }
        return bare;
    }

    /** Of an outcome: {@code COMMITTED} instead of {@code ABORTED}. */
    public static Object skipped(Object outcome, String rule) {
        Enum<?> given = (Enum<?>) outcome;
        if (!Rules.isBroken(rule) || !given.name().equals("ABORTED")) {
            return outcome;
        }
        for (Object constant : given.getDeclaringClass().getEnumConstants()) {
            if (((Enum<?>) constant).name().equals("COMMITTED")) {
                return constant;
            }
        }
        throw new IllegalStateException("no such outcome any more: COMMITTED");
    }
}
