package dev.drover.faults.agent;

import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.stream.Stream;

/** Where the JVM begins when it is started with {@code -javaagent:fault-agent.jar=control=DIRECTORY[,mutants]}. */
public final class FaultAgent {
    private FaultAgent() {}

    /** An argument that makes no sense ends the JVM: an exception would have it abort, and dump its memory. */
    public static void premain(String argument, Instrumentation instrumentation) {
        try {
            AgentArgument parsed = AgentArgument.parse(argument);
            FailPoints.armedIn(parsed.control());
            Rules.brokenIn(parsed.control());
            instrumentation.addTransformer(new Weaving(changes(parsed)));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            Runtime.getRuntime().halt(1);
        }
    }

    private static List<Change> changes(AgentArgument argument) {
        Stream<Change> points = FailPoint.all().stream().map(FailPoint::change);
        return argument.hasMutants()
                ? Stream.concat(points, Mutant.allChanges()).toList()
                : points.toList();
    }
}
