package dev.drover.faults.agent;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What follows the agent's jar on the command line.
 *
 * @param control the directory in which fail points are armed, and rules broken
 * @param hasMutants whether rules can be broken
 */
record AgentArgument(Path control, boolean hasMutants) {
    private static final String CONTROL = "control";
    private static final String MUTANTS = "mutants";

    static AgentArgument parse(String argument) {
        Map<String, String> values = new HashMap<>();
        for (String part : argument.split(",", -1)) {
            int equals = part.indexOf('=');
            values.put(equals < 0 ? part : part.substring(0, equals), part.substring(equals + 1));
        }
        String control = values.get(CONTROL);
        if (control == null || !Set.of(CONTROL, MUTANTS).containsAll(values.keySet())) {
            throw new IllegalArgumentException("The agent's argument is control=DIRECTORY[,mutants], not: " + argument);
        }
        return new AgentArgument(Path.of(control), values.containsKey(MUTANTS));
    }
}
