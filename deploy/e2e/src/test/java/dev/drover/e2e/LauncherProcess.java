package dev.drover.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The launcher as a program of its own, with its output in files. */
final class LauncherProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern URL = Pattern.compile("Drover is up +(http://\\S+)");
    private static final Pattern KEY = Pattern.compile("platform key +(drv_plat_\\S+)");

    private final Process process;
    private final Path output;
    private final Path errors;

    private LauncherProcess(Process process, Path output, Path errors) {
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    static LauncherProcess start(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Ddrover.api-jar=" + Jars.api(),
                "-Ddrover.worker-jar=" + Jars.worker(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.drover.local.Launcher"));
        command.addAll(List.of(arguments));
        try {
            Path output = Files.createTempFile("launcher-", ".out");
            Path errors = Files.createTempFile("launcher-", ".err");
            Process process = new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            return new LauncherProcess(process, output, errors);
        } catch (IOException e) {
            throw new AssertionError("The launcher cannot be started", e);
        }
    }

    LauncherProcess awaitUp() {
        await().atMost(PATIENCE).until(() -> !process.isAlive() || output().contains("logs: "));
        assertThat(process.isAlive()).as("%s%n%s", output(), errors()).isTrue();
        return this;
    }

    Api api() {
        return new Api(find(URL), key());
    }

    String key() {
        return find(KEY);
    }

    String output() {
        return read(output);
    }

    /** Without the lines in which the Java runtime itself warns. */
    List<String> errors() {
        return read(errors).lines().filter(line -> !line.startsWith("WARNING:")).toList();
    }

    /** Sends a signal by its name without SIG. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
                .start()
                .waitFor();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    int exitCode() {
        await().atMost(PATIENCE).until(() -> !process.isAlive());
        return process.exitValue();
    }

    /** Every process below the launcher, of whatever depth. */
    List<Long> descendants() {
        return process.descendants().map(ProcessHandle::pid).toList();
    }

    static void awaitNoneOf(List<Long> processes) {
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(processes)
                        .filteredOn(LauncherProcess::runs)
                        .as("processes left behind")
                        .isEmpty());
    }

    @Override
    public void close() {
        kill();
        delete(output);
        delete(errors);
    }

    /** By the kernel's word, for which a zombie does not run. */
    private static boolean runs(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            // It ended while its file was read.
            return Files.exists(Path.of("/proc", Long.toString(pid)));
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new AssertionError("Cannot delete the output of the launcher", e);
        }
    }

    private String find(Pattern pattern) {
        Matcher matcher = pattern.matcher(output());
        assertThat(matcher.find()).as("%s in%n%s", pattern, output()).isTrue();
        return matcher.group(1);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError("No output of the launcher", e);
        }
    }
}
