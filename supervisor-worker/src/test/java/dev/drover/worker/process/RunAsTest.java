package dev.drover.worker.process;

import static dev.drover.worker.process.TestHost.exit;
import static dev.drover.worker.process.TestHost.sh;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.worker.supervision.ServerProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Only root may switch users. */
class RunAsTest {
    private static final RunAs USERS = new RunAs(200_000, 200_999);

    private final Path directory;

    RunAsTest(@TempDir(factory = Passable.class) Path directory) throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "not root");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        this.directory = directory;
    }

    /** Where other users get in: not every checkout lets them. */
    static final class Passable implements TempDirFactory {
        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test) throws IOException {
            return Files.createTempDirectory(Path.of("/tmp"), "drover-");
        }
    }

    private ProcessSettings settings() {
        return new ProcessSettings(
                TestHost.newWorkerId(),
                directory.resolve("data"),
                directory.resolve("packages"),
                List.of("*"),
                "auto",
                null,
                USERS);
    }

    @ParameterizedTest
    @EnumSource(names = {"PID_NAMESPACE", "PROCESS_GROUP"})
    void aServerHasAUserAndFilesOfItsOwnAndSeesNothingOfOthers(Containment containment) throws IOException {
        try (var host = TestHost.with(settings(), containment, System.getenv())) {
            ServerProcess first = host.spawn(1, sh("umask 0; echo hush > $HOME/secret; pwd; cat"));
            String home = new BufferedReader(new InputStreamReader(first.stdout(), UTF_8)).readLine();
            assertThat(home).isEqualTo(directory + "/data/servers/1/home");

            ServerProcess second = host.spawn(
                    1_002,
                    sh("id -u; id -G; grep -E '^(CapEff|NoNewPrivs)' /proc/self/status; touch own $TMPDIR/own && ls;"
                            + " cat " + home + "/secret; ls " + home + "; tr '\\0' '\\n' </proc/" + first.pid()
                            + "/environ; touch ../../x; rmdir ../tmp; true"));
            assertThat(new String(second.stdout().readAllBytes(), UTF_8))
                    .isEqualTo("200002\n200002\nCapEff:\t0000000000000000\nNoNewPrivs:\t1\nown\n");
            exit(second);
            first.kill();
            exit(first);
        }
    }

    @Test
    void nothingThatRunsAsRootObeysAServersVariables() throws IOException {
        try (var host = TestHost.with(settings(), Containment.PID_NAMESPACE, System.getenv())) {
            ServerProcess process =
                    host.spawn(1, TestHost.with(TestHost.command("true"), "LD_PRELOAD", "/nowhere/own.so"));
            exit(process);
            assertThat(process.stderrTail(20)).singleElement().asString().contains("LD_PRELOAD");
        }
    }

    @Test
    void aDirectoryThatSuchAUserCannotEnterStopsTheStart() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        Path servers = Files.createDirectories(directory.resolve("servers"));
        Tools tools = Tools.install(settings(), new SearchPath(SearchPath.DEFAULT));
        assertThatThrownBy(() -> USERS.check(tools, servers))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("DROVER_RUN_AS")
                .hasMessageContaining(servers.toString());
    }
}
