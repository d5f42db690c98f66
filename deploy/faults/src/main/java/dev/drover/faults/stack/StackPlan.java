package dev.drover.faults.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a stack consists of.
 *
 * @param data where everything is kept; deleted first
 * @param agent the jar that puts fail points into the services, if it is built; null: none, and they start as they do elsewhere
 * @param mutants whether rules can be broken on purpose
 * @param say told, one line at a time, what is done
 */
public record StackPlan(
        Path data, Path apiJar, Path workerJar, @Nullable Path agent, boolean mutants, Consumer<String> say) {

    public StackPlan {
        for (Path jar : new Path[] {apiJar, workerJar}) {
            if (!Files.isRegularFile(jar)) {
                throw new IllegalArgumentException(jar + " does not exist; start the suite with deploy/chaos");
            }
        }
        if (mutants && (agent == null || !Files.isRegularFile(agent))) {
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
        return agent != null && Files.isRegularFile(agent);
    }
}
