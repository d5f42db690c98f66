package dev.drover.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A browser without a window, which shows one page and ends.
 *
 * @param program the browser's
 * @param profile its own, empty directory
 */
record Chromium(Path program, Path profile) {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    /** The program on this machine's PATH, if there is one. */
    static Optional<Path> find() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The page's document once its scripts have run. */
    String document(String url) throws IOException, InterruptedException {
        return run("--dump-dom", url);
    }

    void screenshot(String url, Path image) throws IOException, InterruptedException {
        run("--screenshot=" + image, "--window-size=1280,1600", url);
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--virtual-time-budget=20000",
                "--user-data-dir=" + profile));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(profile, "output", ".html");
        Process browser = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(browser.waitFor(2, TimeUnit.MINUTES))
                    .as("%s ended", command)
                    .isTrue();
            return Files.readString(output, StandardCharsets.UTF_8);
        } finally {
            browser.destroyForcibly();
        }
    }
}
