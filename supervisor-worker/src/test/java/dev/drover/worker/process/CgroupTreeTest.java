package dev.drover.worker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.worker.lifecycle.Exit;
import dev.drover.worker.lifecycle.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On files that look like the kernel's: what is read, what is written, what is refused. */
class CgroupTreeTest {
    private static final RunId RUN = new RunId(7, 3);
    private static final String SELF = Long.toString(ProcessHandle.current().pid());

    @TempDir
    Path mount;

    private Path membership;
    private Path root;

    @SuppressWarnings("NullAway.Init") // the directory is there before the tests
    CgroupTreeTest() {}

    @BeforeEach
    void makeFiles() throws IOException {
        membership = Files.writeString(mount.resolve("membership"), "4:memory:/x\n0::/system.slice/drover.service\n");
        root = Files.createDirectories(mount.resolve("system.slice/drover.service"));
        Files.writeString(root.resolve("cgroup.controllers"), "cpu memory pids\n");
        Files.writeString(root.resolve("cgroup.type"), "domain\n");
        Files.writeString(root.resolve("cgroup.subtree_control"), "");
        Files.writeString(root.resolve("cgroup.procs"), "1234567\n" + SELF + "\n");
    }

    private CgroupTree take() throws IOException {
        return CgroupTree.take(mount, membership);
    }

    @Test
    void theWorkerMovesIntoALeafAndLeavesStrangersWhereTheyAre() throws IOException {
        assertThat(take().controllers()).isEqualTo(Set.of("memory", "pids"));
        assertThat(root.resolve("worker/cgroup.procs")).content().isEqualTo(SELF);
        assertThat(root.resolve("cgroup.subtree_control")).content().isIn("+memory", "+pids");
    }

    @Test
    void aRunGetsACgroupWithItsLimits() throws IOException {
        Limits limits = new Limits(
                new LimitSettings(1 << 30, 100, 64),
                Map.of(Resource.MEMORY, Enforcement.CGROUP, Resource.PROCESSES, Enforcement.CGROUP),
                take());
        Cgroup cgroup = limits.cgroupOf(RUN).orElseThrow();
        assertThat(cgroup.path().getParent()).isEqualTo(root);
        assertThat(cgroup.path().resolve("memory.max")).content().isEqualTo("1073741824");
        assertThat(cgroup.path().resolve("memory.oom.group")).content().isEqualTo("1");
        assertThat(cgroup.path().resolve("pids.max")).content().isEqualTo("100");
        Tools tools = new Tools(new SearchPath("/nowhere"), Path.of("scripts"));
        assertThat(limits.around(List.of("node"), tools, Optional.of(cgroup)))
                .startsWith("sh", "-c")
                .endsWith(cgroup.entrance().toString(), "node");
    }

    @Test
    void whatTheKernelCountedIsTheReason() throws IOException {
        Limits limits =
                new Limits(new LimitSettings(1 << 30, 100, 64), Map.of(Resource.MEMORY, Enforcement.CGROUP), take());
        Cgroup cgroup = limits.cgroupOf(RUN).orElseThrow();
        Exit killed = Exit.signal(9);
        Files.writeString(cgroup.path().resolve("memory.events"), "low 0\noom 0\noom_kill 0\noom_group_kill 0\n");
        assertThat(limits.exceededBy(killed, List.of(), Optional.of(cgroup))).isNull();
        Files.writeString(cgroup.path().resolve("memory.events"), "low 0\noom 1\noom_kill 2\noom_group_kill 1\n");
        assertThat(limits.exceededBy(killed, List.of(), Optional.of(cgroup)))
                .isEqualTo("It ran into its limit of memory, 1024 MiB: the setting drover.server-limits.memory (cgroup)"
                        + " of the worker.");
    }

    @Test
    void aCgroupThatIsNotTheWorkersOwnIsRefusedWithTheReason() throws IOException {
        Files.writeString(root.resolve("cgroup.controllers"), "hugetlb\n");
        assertThatThrownBy(this::take).hasMessageContaining("neither the controller memory nor pids");
        Files.writeString(root.resolve("cgroup.controllers"), "memory pids\n");
        Files.delete(root.resolve("cgroup.type"));
        assertThatThrownBy(this::take).hasMessageContaining("root of all cgroups");
        Files.writeString(membership, "4:memory:/x\n");
        assertThatThrownBy(this::take).hasMessageContaining("no cgroups version 2");
        Files.writeString(membership, "0::/elsewhere\n");
        assertThatThrownBy(this::take).hasMessageContaining("not the worker's to write to");
    }
}
