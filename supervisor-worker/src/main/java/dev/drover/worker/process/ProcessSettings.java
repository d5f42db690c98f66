package dev.drover.worker.process;

import java.nio.file.Path;
import java.util.List;

/**
 * What a worker's processes need to know of it.
 *
 * @param workerId the same after a restart of the worker, different from every other worker's
 * @param dataDir this worker's own directory; the servers' private directories are in it
 * @param packageCache where npx and uvx keep what they downloaded; may be shared by several workers
 * @param allowedCommands compared with a definition's command as written; {@code *} allows all
 * @param containment {@code auto}, {@code pid-namespace}, {@code container} or {@code process-group}
 */
public record ProcessSettings(
        String workerId, Path dataDir, Path packageCache, List<String> allowedCommands, String containment) {
    public ProcessSettings {
        dataDir = dataDir.toAbsolutePath().normalize();
        packageCache = packageCache.toAbsolutePath().normalize();
        allowedCommands = List.copyOf(allowedCommands);
    }

    boolean allows(String command) {
        return allowedCommands.contains("*") || allowedCommands.contains(command);
    }
}
