package dev.drover.worker.process;

import dev.drover.worker.lifecycle.Exit;
import dev.drover.worker.lifecycle.RunId;
import dev.drover.worker.supervision.ServerLimit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The limits of every server of this host, and who enforces them.
 *
 * @param enforcements of the resources whose use is bounded, and of no others
 * @param cgroups null where there are none to be used
 */
record Limits(
        LimitSettings settings,
        Map<Resource, Enforcement> enforcements,
        @Nullable CgroupTree cgroups) {
    static final Limits NONE = new Limits(LimitSettings.NONE, Map.of(), null);

    /** Enters the cgroup that its first argument names before it becomes the server. */
    private static final String ENTER = "echo 0 > \"$0\" && exec \"$@\"";

    List<ServerLimit> told() {
        return Arrays.stream(Resource.values())
                .filter(enforcements::containsKey)
                .map(resource -> new ServerLimit(
                        resource.label(),
                        settings.of(resource),
                        enforcement(resource).label()))
                .toList();
    }

    private Enforcement enforcement(Resource resource) {
        return enforcements.getOrDefault(resource, Enforcement.NONE);
    }

    /** The cgroup of a run that is about to be spawned, where servers have some. */
    Optional<Cgroup> cgroupOf(RunId run) throws IOException {
        return cgroups == null ? Optional.empty() : Optional.of(cgroups.make(run, this));
    }

    boolean isKeptBy(Enforcement enforcement, Resource resource) {
        return enforcement(resource) == enforcement;
    }

    /** The command line that becomes the server's under its limits; its process stays the same. */
    List<String> around(List<String> command, Tools tools, Optional<Cgroup> cgroup) {
        List<String> line = new ArrayList<>();
        cgroup.ifPresent(own -> line.addAll(
                List.of(tools.find("sh"), "-c", ENTER, own.entrance().toString())));
        List<String> options = Arrays.stream(Resource.values())
                .filter(resource -> isKeptBy(Enforcement.PRLIMIT, resource))
                .map(resource -> resource.prlimit(settings.of(resource)))
                .toList();
        if (!options.isEmpty()) {
            line.add(tools.find("prlimit"));
            line.addAll(options);
            line.add("--");
        }
        line.addAll(command);
        return line;
    }

    /**
     * Which limit ended the server, as a sentence; null if none is known to have. A cgroup knows of memory and processes;
     * else a server that failed is taken at the word of its stderr, since a refused request ends no process by itself.
     */
    @Nullable
    String exceededBy(Exit exit, List<String> stderr, Optional<Cgroup> cgroup) {
        boolean failed = exit.signal() != null || exit.code() == null || exit.code() != 0;
        if (!failed) {
            return null;
        }
        for (Resource resource : Resource.values()) {
            boolean isKept = !isKeptBy(Enforcement.NONE, resource);
            boolean isCounted = cgroup.map(own -> own.wasExceeded(resource)).orElse(false);
            if (isKept && (isCounted || stderr.stream().anyMatch(resource::isComplainedOf))) {
                return sentence(resource);
            }
        }
        return null;
    }

    private String sentence(Resource resource) {
        Enforcement by = enforcement(resource);
        boolean isOfEach =
                resource == Resource.OPEN_FILES || (by == Enforcement.PRLIMIT && resource == Resource.MEMORY);
        return "It ran into its limit of %s, %s%s: the setting %s (%s) of the worker."
                .formatted(
                        resource.label().replace('_', ' '),
                        resource.amount(settings.of(resource)),
                        isOfEach ? " for each process" : "",
                        resource.setting(),
                        by.label());
    }
}
