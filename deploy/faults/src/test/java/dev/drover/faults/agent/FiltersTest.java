package dev.drover.faults.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FiltersTest {
    @Test
    void ofAContainedCommandLineTheContainmentIsLeftOut() {
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
        assertThat(Filters.bare(line)).isEqualTo(List.of("/bin/sh", "/data/init.sh", "node", "server.mjs"));
    }
}
