package dev.drover.worker.process;

import static dev.drover.worker.process.TestHost.command;
import static dev.drover.worker.process.TestHost.exit;
import static dev.drover.worker.process.TestHost.sh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.drover.worker.lifecycle.Exit;
import dev.drover.worker.supervision.ServerLimit;
import dev.drover.worker.supervision.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real servers that take more than they may, in every containment. What this machine cannot enforce, it must not claim to. */
class LimitsTest {
    private static final LimitSettings SMALL = new LimitSettings(192 << 20, 64, 64);

    private static final int SIGSEGV = 11;

    private static final String EATS_ITS_HEAP =
            "const all = []; for (;;) all.push(new Array(1000).fill({}).map(() => ({})));";
    private static final String EATS_BUFFERS = "const all = []; for (;;) all.push(Buffer.alloc(1 << 20, 1));";
    private static final String OPENS_FILES =
            "const fs = require('fs'); for (let i = 0; i < 200; i++) fs.openSync('/dev/null');";
    private static final String FORKS = "for i in $(seq 200); do sleep 20 & done; wait; exit 1";

    @TempDir
    Path directory;

    private TestHost host(Containment containment) throws IOException {
        return TestHost.with(TestHost.settings(directory), containment, System.getenv(), SMALL);
    }

    private static String enforcedBy(TestHost host, String resource) {
        return host.host().limits().stream()
                .filter(limit -> limit.resource().equals(resource))
                .map(ServerLimit::enforcedBy)
                .findFirst()
                .orElseThrow();
    }

    private static ServerProcess node(TestHost host, String script) {
        return host.spawn(command("node", "-e", script));
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatEatsMemoryEndsAndTheLimitIsNamed(Containment containment) throws IOException {
        try (TestHost host = host(containment)) {
            assertThat(enforcedBy(host, "memory")).isIn("cgroup", "prlimit");
            for (String script : List.of(EATS_ITS_HEAP, EATS_BUFFERS)) {
                ServerProcess server = node(host, script);
                Exit exit = exit(server);
                assertThat(exit).isNotEqualTo(Exit.code(0));
                // Refused memory at a bad moment, V8 ends so now and then without a word; a cgroup knows why even then.
                if (enforcedBy(host, "memory").equals("prlimit") && exit.equals(Exit.signal(SIGSEGV))) {
                    continue;
                }
                assertThat(server.exceededLimit()).contains("limit of memory, 192 MiB", "drover.server-limits.memory");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatOpensTooManyFilesEndsAndTheLimitIsNamed(Containment containment) throws IOException {
        try (TestHost host = host(containment)) {
            assertThat(enforcedBy(host, "open_files")).isEqualTo("prlimit");
            ServerProcess server = node(host, OPENS_FILES);
            assertThat(exit(server)).isEqualTo(Exit.code(1));
            assertThat(server.exceededLimit()).contains("limit of open files, 64", "drover.server-limits.open-files");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatForksTooOftenEndsAndTheLimitIsNamedWhereItIsKept(Containment containment) throws IOException {
        try (TestHost host = host(containment)) {
            assumeThat(enforcedBy(host, "processes")).isNotEqualTo("none");
            ServerProcess server = host.spawn(sh(FORKS));
            assertThat(exit(server)).isEqualTo(Exit.code(2));
            assertThat(server.exceededLimit()).contains("limit of processes, 64", "drover.server-limits.processes");
        }
    }

    @Test
    void aNumberOfProcessesThatNobodyKeepsIsToldAsKeptByNobody() throws IOException {
        try (TestHost host = host(Containment.PROCESS_GROUP)) {
            assumeThat(enforcedBy(host, "processes")).isNotEqualTo("cgroup");
            assertThat(host.host().limits()).contains(new ServerLimit("processes", 64, "none"));
            ServerProcess server = host.spawn(sh("echo 'spawn EAGAIN' >&2; exit 1"));
            assertThat(exit(server)).isEqualTo(Exit.code(1));
            assertThat(server.exceededLimit()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatStaysWithinItsLimitsIsLeftAlone(Containment containment) throws IOException {
        try (TestHost host = host(containment)) {
            ServerProcess fine = node(host, "console.error('EMFILE is a name'); Buffer.alloc(32 << 20, 1)");
            assertThat(exit(fine)).isEqualTo(Exit.code(0));
            assertThat(fine.exceededLimit()).isNull();
            ServerProcess failed = node(host, "process.exit(3)");
            assertThat(exit(failed)).isEqualTo(Exit.code(3));
            assertThat(failed.exceededLimit()).isNull();
        }
    }

    @Test
    void aLimitOfZeroIsNone() throws IOException {
        try (TestHost host = TestHost.with(
                TestHost.settings(directory), Containment.PROCESS_GROUP, Map.of(), new LimitSettings(0, 0, 100))) {
            assertThat(host.host().limits()).containsExactly(new ServerLimit("open_files", 100, "prlimit"));
        }
    }
}
