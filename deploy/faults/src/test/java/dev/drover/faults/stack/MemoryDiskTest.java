package dev.drover.faults.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryDiskTest {

    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    @TempDir
    private Path otherwise = Path.of("");

    @Test
    void takesAwayWhatAKilledRunLeftAndWhatItHasMadeItself() throws Exception {
        assumeThat(SHARED_MEMORY).isWritable();
        Process run = new ProcessBuilder("true").start();
        run.waitFor();
        Path left = SHARED_MEMORY.resolve("drover-faults-" + run.pid());
        Files.createDirectories(left.resolve("b1/log"));

        MemoryDisk disk = MemoryDisk.open(otherwise);
        disk.close();

        assertThat(left).doesNotExist();
        assertThat(otherwise).exists();
        assertThat(disk.directory())
                .satisfiesAnyOf(
                        made -> assertThat(made).doesNotExist(),
                        made -> assertThat(made).isEqualTo(otherwise));
    }
}
