package dev.drover.worker.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out what enforces limits here: by trying, since kernels, containers and users differ. Blocks for some milliseconds. */
final class LimitProbe {
    private static final Logger log = LoggerFactory.getLogger(LimitProbe.class);
    private static final Path OWN_LIMITS = Path.of("/proc/self/limits");

    private static final String OPEN_MANY =
            "exec 3</dev/null 4</dev/null 5</dev/null 6</dev/null 7</dev/null 8</dev/null";

    /** What the script does would need more than it is allowed: it must not come to its end. */
    private record Trial(String option, String script) {}

    private final Tools tools;
    private final Containment containment;

    LimitProbe(Tools tools, Containment containment) {
        this.tools = tools;
        this.containment = containment;
    }

    Limits of(LimitSettings wished) {
        LimitSettings settings = new LimitSettings(wished.memory(), wished.processes(), attainable(wished.openFiles()));
        CgroupTree cgroups = settings.memory() > 0 || settings.processes() > 0 ? cgroups() : null;
        Map<Resource, Enforcement> enforcements = new EnumMap<>(Resource.class);
        for (Resource resource : Resource.values()) {
            if (settings.of(resource) > 0) {
                enforcements.put(resource, enforcement(resource, cgroups));
            }
        }
        boolean isUsed = enforcements.containsValue(Enforcement.CGROUP);
        Limits limits = new Limits(settings, Map.copyOf(enforcements), isUsed ? cgroups : null);
        log.info("Limits of each server: {}", limits.told());
        return limits;
    }

    private static @Nullable CgroupTree cgroups() {
        try {
            return CgroupTree.take(CgroupTree.MOUNT, CgroupTree.MEMBERSHIP);
        } catch (IOException e) {
            log.info("Servers get no cgroups: {}", e.toString());
            return null;
        }
    }

    private Enforcement enforcement(Resource resource, @Nullable CgroupTree cgroups) {
        if (cgroups != null && cgroups.controls(resource)) {
            return Enforcement.CGROUP;
        }
        return isKeptByPrlimit(resource) ? Enforcement.PRLIMIT : Enforcement.NONE;
    }

    private boolean isKeptByPrlimit(Resource resource) {
        return switch (resource) {
            case MEMORY ->
                isRefused(new Trial(
                        Resource.MEMORY.prlimit(16 << 20), "exec dd if=/dev/zero of=/dev/null bs=64M count=1"));
            case OPEN_FILES -> isRefused(new Trial(Resource.OPEN_FILES.prlimit(6), OPEN_MANY));
            // Elsewhere the kernel counts all processes of the worker's user together, or, for root, none.
            case PROCESSES ->
                containment == Containment.USER_PID_NAMESPACE
                        && isCountedPerNamespace()
                        && isRefused(new Trial(
                                Resource.PROCESSES.prlimit(8), "for i in 1 2 3 4 5 6 7 8 9; do sleep 1 & done"));
        };
    }

    /** Since Linux 5.14. */
    private static boolean isCountedPerNamespace() {
        String[] version = System.getProperty("os.version").split("[^0-9]+", 3);
        int major = Integer.parseInt(version[0]);
        return major > 5 || (major == 5 && version.length > 1 && Integer.parseInt(version[1]) >= 14);
    }

    /** True only if the same script does come to its end without the limit. */
    private boolean isRefused(Trial trial) {
        return run(List.of(tools.find("sh"), "-c", trial.script())) == 0
                && run(List.of(tools.find("prlimit"), trial.option(), "--", tools.find("sh"), "-c", trial.script()))
                        != 0;
    }

    private int run(List<String> command) {
        try {
            Process process = new ProcessBuilder(new ArrayList<>(containment.wrap(tools, command)))
                    .redirectErrorStream(true)
                    .start();
            try (var stdin = process.getOutputStream()) {
                stdin.write("go\n".getBytes(UTF_8));
            }
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return -1;
            }
            return process.exitValue();
        } catch (IOException e) {
            log.debug("{} could not be tried", command, e);
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    /** A worker that is not root cannot give its servers more than it has. */
    private static long attainable(long openFiles) {
        try {
            return Files.readAllLines(OWN_LIMITS).stream()
                    .filter(line -> line.startsWith("Max open files"))
                    .map(line -> line.strip().split(" +", -1)[4])
                    .filter(hard -> !hard.equals("unlimited"))
                    .mapToLong(Long::parseLong)
                    .map(hard -> Math.min(hard, openFiles))
                    .findFirst()
                    .orElse(openFiles);
        } catch (IOException e) {
            return openFiles;
        }
    }
}
