package dev.drover.worker.process;

import static dev.drover.worker.process.TestHost.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.worker.lifecycle.Endpoint;
import dev.drover.worker.lifecycle.ErrorCode;
import dev.drover.worker.lifecycle.RunId;
import dev.drover.worker.supervision.SpawnFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpawnRefusalTest {
    @TempDir
    Path directory;

    @Test
    void aCommandThatIsNotOnThePathIsNotFound() throws IOException {
        SpawnFailed failure = refusal(List.of("*"), command("no-such-program"));
        assertThat(failure.code()).isEqualTo(ErrorCode.COMMAND_NOT_FOUND);
        assertThat(failure).hasMessageContaining("no-such-program").hasMessageContaining("install it");
    }

    @Test
    void anAbsolutePathThatLeadsNowhereIsNotFound() throws IOException {
        assertThat(refusal(List.of("*"), command("/no/such/program")).code()).isEqualTo(ErrorCode.COMMAND_NOT_FOUND);
    }

    @Test
    void aRelativePathIsNotFoundBecauseItMeansNothingOnAWorker() throws IOException {
        assertThat(refusal(List.of("*"), command("bin/server")).code()).isEqualTo(ErrorCode.COMMAND_NOT_FOUND);
    }

    @Test
    void aFileThatIsNotExecutableIsDenied() throws IOException {
        Path file = Files.writeString(directory.resolve("server.sh"), "#!/bin/sh\n");
        SpawnFailed failure = refusal(List.of("*"), command(file.toString()));
        assertThat(failure.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
        assertThat(failure).hasMessageContaining(file.toString());
    }

    @Test
    void aDirectoryIsDenied() throws IOException {
        SpawnFailed failure = refusal(List.of("*"), command(directory.toString()));
        assertThat(failure.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
        assertThat(failure).hasMessageContaining("is a directory");
    }

    @Test
    void anAllowedNameDoesNotAllowItsPathNorOthers() throws IOException {
        assertThat(refusal(List.of("node"), command("sh")).code()).isEqualTo(ErrorCode.COMMAND_NOT_ALLOWED);
        SpawnFailed failure = refusal(List.of("sh"), command("/bin/sh"));
        assertThat(failure.code()).isEqualTo(ErrorCode.COMMAND_NOT_ALLOWED);
        assertThat(failure).hasMessageContaining("/bin/sh").hasMessageContaining("DROVER_ALLOWED_COMMANDS");
    }

    private SpawnFailed refusal(List<String> allowed, Endpoint.Stdio endpoint) throws IOException {
        var settings = new ProcessSettings(
                "refusal", directory.resolve("data"), directory.resolve("packages"), allowed, "auto");
        try (var host = TestHost.with(settings, Containment.PROCESS_GROUP, System.getenv())) {
            var spawn = host.host().spawn(new RunId(1, 1), 7, endpoint, () -> true);
            CompletionException failure = catchThrowableOfType(CompletionException.class, spawn::join);
            assertThat(TestHost.processesOf("refusal")).isEmpty();
            return (SpawnFailed) Objects.requireNonNull(failure.getCause());
        }
    }
}
