package dev.drover.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a stack consists of.
 *
 * @param data where everything is kept
 * @param port where the API listens on 127.0.0.1 (0: any free port)
 * @param workers how many supervisor-workers
 * @param fresh whether to delete earlier data first
 * @param apiJar the packaged api-service
 * @param workerJar the packaged supervisor-worker
 * @param platformKey the platform key, instead of the generated one
 * @param environment added to the environment of each service, and stronger than what the stack itself sets
 * @param say told, one line at a time, what is done
 */
public record StackPlan(
        Path data,
        int port,
        int workers,
        boolean fresh,
        Path apiJar,
        Path workerJar,
        @Nullable String platformKey,
        Map<String, String> environment,
        Consumer<String> say) {

    public StackPlan {
        environment = Map.copyOf(environment);
        for (Path jar : new Path[] {apiJar, workerJar}) {
            if (!Files.isRegularFile(jar)) {
                throw new CannotStart(jar + " does not exist; build it with: mvn -DskipTests package");
            }
        }
    }
}
