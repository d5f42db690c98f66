package dev.drover.worker.process;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a server's variables get past the programs that contain it: under names that mean nothing to any of these, which may
 * be root's. Only the server itself obeys its {@code LD_PRELOAD} and its {@code PATH}.
 */
record Handover(Map<String, String> variables) {
    private static final String DISGUISE = "DROVER_VARIABLE_";

    /** What the containment carries. */
    Map<String, String> disguised() {
        Map<String, String> disguised = new HashMap<>();
        variables.forEach((name, value) -> disguised.put(DISGUISE + (disguised.size() + 1), name + "=" + value));
        return disguised;
    }

    /** The command line that becomes the server's with its variables; its process stays the same. */
    List<String> around(List<String> command, Tools tools) {
        List<String> line = new ArrayList<>();
        line.addAll(List.of(tools.find("sh"), tools.server().toString(), Integer.toString(variables.size()), "--"));
        line.addAll(command);
        return line;
    }
}
