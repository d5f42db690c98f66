package dev.drover.worker.process;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cgroup of one run. */
record Cgroup(Path path) {
    private static final Logger log = LoggerFactory.getLogger(Cgroup.class);

    /** What a process writes 0 to in order to be in it. */
    Path entrance() {
        return path.resolve("cgroup.procs");
    }

    /** Whether the kernel has ever refused it more, or killed it for having taken more. */
    boolean wasExceeded(Resource resource) {
        return switch (resource) {
            case MEMORY -> count("memory.events", "oom_kill") > 0;
            case PROCESSES -> count("pids.events", "max") > 0;
            case OPEN_FILES -> false;
        };
    }

    private long count(String file, String key) {
        try {
            return Files.readAllLines(path.resolve(file)).stream()
                    .filter(line -> line.startsWith(key + " "))
                    .mapToLong(line -> Long.parseLong(line.substring(key.length() + 1)))
                    .sum();
        } catch (IOException e) {
            log.debug("{} cannot be read", path.resolve(file), e);
            return 0;
        }
    }

    /** Once nothing is in it. */
    void remove() {
        try {
            Files.deleteIfExists(path);
        } catch (DirectoryNotEmptyException e) {
            log.debug("{} is no cgroup", path, e);
        } catch (IOException e) {
            log.warn("{} is no longer needed and could not be removed: {}", path, e.toString());
        }
    }
}
