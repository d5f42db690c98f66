package dev.drover.faults.agent;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What follows the agent's jar on the command line.
 *
 * @param control the directory in which fail points are armed
 * @param mutant the rule to break, if any
 */
record AgentArgument(Path control, Optional<Mutant> mutant) {
    private static final String CONTROL = "control";
    private static final String MUTANT = "mutant";

    static AgentArgument parse(String argument) {
        Map<String, String> values = new HashMap<>();
        for (String part : argument.split(",", -1)) {
            int equals = part.indexOf('=');
            values.put(equals < 0 ? part : part.substring(0, equals), part.substring(equals + 1));
        }
        String control = values.get(CONTROL);
        if (control == null || !Set.of(CONTROL, MUTANT).containsAll(values.keySet())) {
            throw new IllegalArgumentException(
                    "The agent's argument is control=DIRECTORY[,mutant=NAME], not: " + argument);
        }
        return new AgentArgument(
                Path.of(control), Optional.ofNullable(values.get(MUTANT)).map(Mutant::named));
    }
}
