package dev.drover.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.local.Ports;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherE2E {

    @TempDir
    private Path data;

    @Test
    void helpNamesEveryOption() {
        try (LauncherProcess launcher = LauncherProcess.start("--help")) {
            assertThat(launcher.exitCode()).isZero();
            assertThat(launcher.output()).contains("--workers", "--port", "--data", "--fresh", "DROVER_PLATFORM_KEY");
        }
    }

    @Test
    void anOptionThatDoesNotExistIsOneLineAndExitCodeOne() {
        assertRefused("--worker", "--worker", "2");
        assertRefused("--workers takes a number from 1 to 16", "--workers", "none");
    }

    @Test
    void aPortInUseIsOneLineAndExitCodeOne() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(socket.getLocalPort());
            assertRefused("Port " + port, "--data", data.toString(), "--port", port);
        }
    }

    @Test
    void aDataDirectoryThatCannotBeUsedIsOneLineAndExitCodeOne() throws Exception {
        Path file = Files.createFile(data.resolve("file"));
        assertRefused("Cannot use the data directory", "--data", file.toString(), "--port", freePort());
    }

    @Test
    void keepsItsDataThroughAStopAndGivesTheDirectoryToOneStackOnly() throws Exception {
        String key;
        try (LauncherProcess first = launch("--workers", "2").awaitUp()) {
            key = first.key();
            List<Long> processes = first.descendants();
            assertThat(first.output()).containsPattern("workers {13}2 {28}logs: \\Q" + data.resolve("logs") + "\\E");
            assertThat(first.api().get("/internal/mcp_servers").status()).isEqualTo(200);
            assertRefused("is in use by another stack", "--data", data.toString(), "--port", freePort());

            first.signal("INT");

            assertThat(first.exitCode()).isZero();
            LauncherProcess.awaitNoneOf(processes);
            assertThat(first.output()).doesNotContain("was killed", "ended with");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("platform.key"))))
                .isEqualTo("rw-------");
        try (LauncherProcess second = launch().awaitUp()) {
            assertThat(second.key()).isEqualTo(key);
            assertThat(second.api().get("/internal/mcp_servers").status()).isEqualTo(200);
            second.signal("TERM");
            assertThat(second.exitCode()).isZero();
        }
    }

    @Test
    void leavesNoProcessWhenKilledAndComesBackWithTheSameData() {
        List<Long> processes;
        try (LauncherProcess first = launch().awaitUp()) {
            processes = first.descendants();
            assertThat(processes).hasSizeGreaterThanOrEqualTo(3);
            first.kill();
            LauncherProcess.awaitNoneOf(processes);
        }
        try (LauncherProcess second = launch().awaitUp()) {
            assertThat(second.api().get("/internal/mcp_servers").status()).isEqualTo(200);
        }
        try (LauncherProcess third = launch("--fresh").awaitUp()) {
            assertThat(third.output()).contains("Deleted from " + data).contains("kafka, postgres");
        }
    }

    @Test
    void stopsInTheMiddleOfTheStartAndAtOnceWhenAskedTwice() throws Exception {
        try (LauncherProcess launcher = launch()) {
            await().atMost(Duration.ofMinutes(1)).until(() -> launcher.output().contains("Starting ["));
            List<Long> processes = launcher.descendants();
            launcher.signal("INT");
            await().atMost(Duration.ofSeconds(10)).until(() -> launcher.output().contains("Stopping ["));
            launcher.signal("INT");
            // 130 if the second signal came in time, 0 if the stop was quicker still.
            assertThat(launcher.exitCode()).isIn(130, 0);
            LauncherProcess.awaitNoneOf(processes);
        }
    }

    private LauncherProcess launch(String... more) {
        String[] common = {"--data", data.toString(), "--port", freePort()};
        String[] all = Arrays.copyOf(common, common.length + more.length);
        System.arraycopy(more, 0, all, common.length, more.length);
        return LauncherProcess.start(all);
    }

    private static String freePort() {
        return Integer.toString(Ports.free());
    }

    private static void assertRefused(String reason, String... arguments) {
        try (LauncherProcess launcher = LauncherProcess.start(arguments)) {
            assertThat(launcher.exitCode()).isEqualTo(1);
            assertThat(launcher.errors()).hasSize(1).first().asString().contains(reason);
        }
    }
}
