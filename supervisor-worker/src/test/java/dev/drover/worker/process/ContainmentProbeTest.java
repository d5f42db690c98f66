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
        var settings = new ProcessSettings("probe", directory.resolve("data"), directory, List.of(), "auto");
        tools = Tools.install(settings, new SearchPath(directory.toString()));
    }

    @Test
    void aProcessGroupIsTheRefugeWhereNamespacesAreForbidden() throws IOException {
        refuse("unshare");
        assertThat(probe("auto", false).best()).isEqualTo(Containment.PROCESS_GROUP);
    }

    @Test
    void withoutAnyContainmentTheWorkerDoesNotStartAndSaysWhatToInstall() throws IOException {
        refuse("setsid");
        assertThatThrownBy(() -> probe("auto", false).best())
                .hasMessageContaining("install util-linux")
                .hasMessageContaining("setsid: not here");
    }

    @Test
    void aContainmentThatIsAskedForIsTakenThoughABetterOneWorks() {
        assertThat(probe("process-group", true).best()).isEqualTo(Containment.PROCESS_GROUP);
    }

    @Test
    void aContainerIsOnlyBelievedIfTheWardenIsItsFirstProcess() throws IOException {
        assertThatThrownBy(() -> probe("container", false).best())
                .hasMessageContaining("container does not work here")
                .hasMessageContaining("the first process is not the worker's warden");
        assertThat(probe("container", true).best()).isEqualTo(Containment.CONTAINER);
        refuse("unshare");
        assertThat(probe("auto", true).best()).isEqualTo(Containment.CONTAINER);
    }

    private ContainmentProbe probe(String wanted, boolean isUnderWarden) {
        return new ContainmentProbe(tools, wanted, isUnderWarden);
    }

    private void refuse(String program) throws IOException {
        Path file = Files.writeString(
                directory.resolve(program), "#!/bin/sh\necho " + program + ": not here >&2\nexit 1\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
