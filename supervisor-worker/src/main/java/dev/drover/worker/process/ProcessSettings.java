package dev.drover.worker.process;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a worker's processes need to know of it.
 *
 * @param workerId the same after a restart of the worker, different from every other worker's
 * @param dataDir this worker's own directory; the servers' private directories are in it
 * @param packageCache where npx and uvx keep what they downloaded; may be shared by several workers
 * @param allowedCommands compared with a definition's command as written; {@code *} allows all
 * @param containment {@code auto}, {@code pid-namespace}, {@code container} or {@code process-group}
 * @param routerUrl where servers reach the API's router; null: they are not told of it
 * @param runAs null: servers run as the worker's user
 */
public record ProcessSettings(
        String workerId,
        Path dataDir,
        Path packageCache,
        List<String> allowedCommands,
        String containment,
        @Nullable URI routerUrl,
        @Nullable RunAs runAs) {
    public ProcessSettings {
        dataDir = dataDir.toAbsolutePath().normalize();
        packageCache = packageCache.toAbsolutePath().normalize();
        allowedCommands = List.copyOf(allowedCommands);
    }

    /** Without a router, as the worker's user. */
    public ProcessSettings(
            String workerId, Path dataDir, Path packageCache, List<String> allowedCommands, String containment) {
        this(workerId, dataDir, packageCache, allowedCommands, containment, null, null);
    }

    boolean allows(String command) {
        return allowedCommands.contains("*") || allowedCommands.contains(command);
    }
}
