package dev.drover.faults.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What a stack consists of.
 *
 * @param data where everything is kept; deleted first
 * @param agent the jar that puts fail points into the services, if it is built
 * @param mutants whether rules can be broken on purpose
 * @param say told, one line at a time, what is done
 */
public record StackPlan(Path data, Path apiJar, Path workerJar, Path agent, boolean mutants, Consumer<String> say) {

    public StackPlan {
        for (Path jar : new Path[] {apiJar, workerJar}) {
            if (!Files.isRegularFile(jar)) {
                throw new IllegalArgumentException(jar + " does not exist; start the suite with deploy/chaos");
            }
        }
        if (mutants && !Files.isRegularFile(agent)) {
            throw new IllegalArgumentException("mutants need " + agent + ", which does not exist");
        }
    }

    Path privateKeyset() {
        return data.resolve("private-keyset.json");
    }

    Path publicKeyset() {
        return data.resolve("public-keyset.json");
    }

    boolean hasAgent() {
        return Files.isRegularFile(agent);
    }
}
