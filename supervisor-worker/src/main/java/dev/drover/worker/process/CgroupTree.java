package dev.drover.worker.process;

import dev.drover.worker.lifecycle.RunId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker's own cgroup (version 2), where it is delegated to the worker: systemd's {@code Delegate=yes}, or a container
 * with writable cgroups. The worker and what belongs to it move into a leaf, {@code worker}, because a cgroup whose
 * children are controlled may hold no process itself; each run gets a leaf of its own beside it.
 *
 * @param controllers that children of the root have
 */
record CgroupTree(Path root, Set<String> controllers) {
    static final Path MOUNT = Path.of("/sys/fs/cgroup");
    static final Path MEMBERSHIP = Path.of("/proc/self/cgroup");

    private static final Logger log = LoggerFactory.getLogger(CgroupTree.class);
    private static final Set<String> WANTED = Set.of("memory", "pids");
    private static final String LEAVES = "server-";

    /**
     * Moves the worker, and takes control of its cgroup's children.
     *
     * @throws IOException if there is no such cgroup, or it is not the worker's to control, with the reason
     */
    static CgroupTree take(Path mount, Path membership) throws IOException {
        Path root = own(mount, membership);
        Set<String> offered = words(root.resolve("cgroup.controllers"));
        offered.retainAll(WANTED);
        if (offered.isEmpty()) {
            throw new IOException(root + " has neither the controller memory nor pids");
        }
        if (!Files.exists(root.resolve("cgroup.type"))) {
            throw new IOException(root + " is the root of all cgroups, not one of the worker's own");
        }
        Path leaf = root.resolve("worker");
        Files.createDirectories(leaf);
        move(root, leaf);
        try {
            for (String controller : offered) {
                Files.writeString(root.resolve("cgroup.subtree_control"), "+" + controller);
            }
        } catch (IOException e) {
            move(leaf, root);
            Files.deleteIfExists(leaf);
            throw new IOException(root + " holds other processes than the worker's: " + e.getMessage(), e);
        }
        CgroupTree tree = new CgroupTree(root, Set.copyOf(offered));
        tree.sweep();
        return tree;
    }

    private static Path own(Path mount, Path membership) throws IOException {
        try (Stream<String> lines = Files.lines(membership)) {
            Optional<String> path = lines.filter(line -> line.startsWith("0::/"))
                    .map(line -> line.substring("0::/".length()))
                    .findFirst();
            Path root = mount.resolve(path.orElseThrow(() -> new IOException("this host has no cgroups version 2")));
            if (!Files.isWritable(root) || !Files.isWritable(root.resolve("cgroup.subtree_control"))) {
                throw new IOException(root + " is not the worker's to write to");
            }
            return root;
        }
    }

    private static Set<String> words(Path file) throws IOException {
        return new HashSet<>(Arrays.asList(Files.readString(file).strip().split(" ", -1)));
    }

    /** The worker, its ancestors (a container's first process) and descendants: nobody else's processes. */
    private static void move(Path from, Path to) throws IOException {
        Set<String> ours = new HashSet<>();
        Optional<ProcessHandle> process = Optional.of(ProcessHandle.current());
        while (process.isPresent()) {
            ours.add(Long.toString(process.get().pid()));
            process = process.get().parent();
        }
        ProcessHandle.current().descendants().forEach(child -> ours.add(Long.toString(child.pid())));
        for (String pid : Files.readAllLines(from.resolve("cgroup.procs"))) {
            if (ours.contains(pid)) {
                Files.writeString(to.resolve("cgroup.procs"), pid);
            }
        }
    }

    /** What earlier incarnations left; one in which something runs cannot be removed. */
    private void sweep() throws IOException {
        try (DirectoryStream<Path> leaves = Files.newDirectoryStream(root, LEAVES + "*")) {
            for (Path leaf : leaves) {
                new Cgroup(leaf).remove();
            }
        }
    }

    boolean controls(Resource resource) {
        return switch (resource) {
            case MEMORY -> controllers.contains("memory");
            case PROCESSES -> controllers.contains("pids");
            case OPEN_FILES -> false;
        };
    }

    /** A run's cgroup with its limits, still empty. */
    Cgroup make(RunId run, Limits limits) throws IOException {
        String name = LEAVES + Incarnation.current() + "-" + run.serverId() + "-" + run.run();
        Path leaf = Files.createDirectories(root.resolve(name));
        LimitSettings settings = limits.settings();
        if (limits.isKeptBy(Enforcement.CGROUP, Resource.MEMORY)) {
            Files.writeString(leaf.resolve("memory.max"), Long.toString(settings.memory()));
            // All of it or nothing: a server that lost one process of several is of no use.
            Files.writeString(leaf.resolve("memory.oom.group"), "1");
            writeIfThere(leaf.resolve("memory.swap.max"), "0");
        }
        if (limits.isKeptBy(Enforcement.CGROUP, Resource.PROCESSES)) {
            Files.writeString(leaf.resolve("pids.max"), Long.toString(settings.processes()));
        }
        return new Cgroup(leaf);
    }

    /** A kernel without swap has no such file. */
    private static void writeIfThere(Path file, String value) throws IOException {
        if (Files.exists(file)) {
            Files.writeString(file, value);
        } else {
            log.debug("{} is not there", file);
        }
    }
}
