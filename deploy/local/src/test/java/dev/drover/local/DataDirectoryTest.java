package dev.drover.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    private Path parent;

    @Test
    void oneStackAtATimeMayUseIt() {
        Path root = parent.resolve("data");
        try (DataDirectory first = DataDirectory.open(root)) {
            assertThatThrownBy(() -> DataDirectory.open(first.root()))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining("in use by another stack (pid "
                            + ProcessHandle.current().pid() + ")");
        }
        try (DataDirectory second = DataDirectory.open(root)) {
            assertThat(second.root()).isEqualTo(root);
        }
    }

    @Test
    void clearingLeavesWhatIsNotTheStacks() throws IOException {
        try (DataDirectory data = DataDirectory.open(parent)) {
            Files.createDirectories(data.kafka().resolve("topic"));
            Files.writeString(data.platformKey(), "key");
            Path foreign = Files.writeString(parent.resolve("diary.txt"), "dear diary");

            assertThat(data.clear()).containsExactly("kafka", "platform.key");
            assertThat(foreign).exists();
            assertThat(data.clear()).isEmpty();
        }
    }

    @Test
    void whatIsKeptIsMadeOnceAndForItsOwnerOnly() throws IOException {
        Path file = parent.resolve("key");
        String first = KeptText.in(file, KeptText::random);
        assertThat(KeptText.in(file, KeptText::random)).isEqualTo(first).hasSize(43);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void anEmptyKeyIsNoKey() throws IOException {
        Path file = Files.createFile(parent.resolve("key"));
        assertThatThrownBy(() -> KeptText.in(file, KeptText::random)).hasMessageContaining("is empty");
    }
}
