package dev.drover.worker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With programs in place of {@code unshare} and {@code setsid} that refuse, as they do where a kernel forbids it. */
class ContainmentProbeTest {
    @TempDir
    Path directory;

    private Tools tools;

    @BeforeEach
    void install() throws IOException {
        var settings = new ProcessSettings("probe", directory.resolve("data"), directory, List.of());
        tools = Tools.install(settings, new SearchPath(directory.toString()));
    }

    @Test
    void aProcessGroupIsTheRefugeWhereNamespacesAreForbidden() throws IOException {
        refuse("unshare");
        assertThat(new ContainmentProbe(tools).best()).isEqualTo(Containment.PROCESS_GROUP);
    }

    @Test
    void withoutAnyContainmentTheWorkerDoesNotStartAndSaysWhatToInstall() throws IOException {
        refuse("setsid");
        assertThatThrownBy(() -> new ContainmentProbe(tools).best())
                .hasMessageContaining("install util-linux")
                .hasMessageContaining("setsid: not here");
    }

    private void refuse(String program) throws IOException {
        Path file = Files.writeString(
                directory.resolve(program), "#!/bin/sh\necho " + program + ": not here >&2\nexit 1\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
