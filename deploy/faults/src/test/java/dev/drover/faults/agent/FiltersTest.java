package dev.drover.faults.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FiltersTest {
    @TempDir
    private Path control = Path.of("");

    @Test
    void ofAContainedCommandLineTheContainmentIsLeftOut() throws IOException {
        List<String> line = List.of(
                "/bin/setpriv",
                "--pdeathsig",
                "KILL",
                "--",
                "/bin/sh",
                "-c",
                "…",
                "7",
                "/bin/setsid",
                "/bin/sh",
                "/data/init.sh",
                "/bin/setsid",
                "node",
                "server.mjs");
        Rules.brokenIn(control);
        assertThat(Filters.bare(line, "containment-off")).isEqualTo(line);
        Files.createFile(control.resolve("containment-off"));
        assertThat(Filters.bare(line, "containment-off"))
                .isEqualTo(List.of("/bin/sh", "/data/init.sh", "node", "server.mjs"));
    }
}
