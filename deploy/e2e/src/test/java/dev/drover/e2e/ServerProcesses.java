package dev.drover.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.local.LocalStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The processes of a stack's servers, by the marks in their environment and by the kernel's word. */
record ServerProcesses(Path data) {

    static ServerProcesses of(LocalStack stack) {
        return new ServerProcesses(stack.data());
    }

    /** All processes of all servers' trees. */
    List<Long> all() {
        return marked("DROVER_RUN=");
    }

    /** All processes of one server's tree. */
    List<Long> of(ManagedServer server) {
        return marked("DROVER_RUN=" + server.id() + "-");
    }

    /** That within a second none of these lives, where the contract says so. */
    static void assertGone(List<Long> processes) {
        await().atMost(Duration.ofSeconds(1))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(processes)
                        .filteredOn(ServerProcesses::lives)
                        .as("processes left behind")
                        .isEmpty());
    }

    static void kill(long pid) {
        try {
            assertThat(new ProcessBuilder("kill", "-KILL", Long.toString(pid))
                            .start()
                            .waitFor())
                    .isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while killing " + pid, e);
        }
    }

    /** A zombie does not live. */
    static boolean lives(long pid) {
        String stat = new String(read(Path.of("/proc", Long.toString(pid), "stat")), StandardCharsets.UTF_8);
        return !stat.isEmpty() && stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    }

    private List<Long> marked(String mark) {
        List<Long> found = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
            for (Path process : processes) {
                if (hasMark(process, mark)) {
                    found.add(Long.valueOf(process.getFileName().toString()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** Other stacks may run on this machine: a server's home tells ours. */
    private boolean hasMark(Path process, String mark) {
        byte[] bytes = read(process.resolve("environ"));
        Set<String> environment = Set.of(new String(bytes, StandardCharsets.UTF_8).split("\0"));
        return environment.stream().anyMatch(variable -> variable.startsWith(mark))
                && environment.stream().anyMatch(variable -> variable.startsWith("HOME=" + data));
    }

    /** Nothing if the process has ended. */
    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            return new byte[0];
        }
    }
}
