package dev.drover.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How one service is started.
 *
 * @param command whole
 * @param host where it listens
 * @param port where it answers for its health
 * @param log gets what it writes
 * @param temporary for its temporary files, as {@code command} tells it; emptied at each start
 * @param environment asked for at each start; set beside the environment that this JVM has
 */
public record ServicePlan(
        String name,
        List<String> command,
        String host,
        int port,
        Path log,
        Path temporary,
        Supplier<Map<String, String>> environment) {

    public ServicePlan {
        command = List.copyOf(command);
    }
}
