package dev.drover.worker.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of characters that are not ASCII, in JVMs of two locales. */
class NativeEncodingTest {
    @TempDir
    Path directory;

    @Test
    void inALocaleOfUtf8EveryCharacterComesThrough() throws Exception {
        assertThat(outputIn("C.UTF-8"))
                .contains(EchoingWorker.GREETING + "|" + EchoingWorker.GREETING + "|" + EchoingWorker.COMPLAINT)
                .doesNotContain("locale");
    }

    @Test
    void inAnotherLocaleAServerWithOtherCharactersIsNotStartedAndTheRemedyNamed() throws Exception {
        assertThat(outputIn("C"))
                .doesNotContain("Gr??e, ")
                .contains("SpawnFailed: The worker's locale (US-ASCII) has no place for a character")
                .contains("Set LC_ALL=C.UTF-8 in the worker's environment");
    }

    private String outputIn(String locale) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                EchoingWorker.class.getName(),
                directory.toString());
        builder.environment().put("LC_ALL", locale);
        builder.redirectErrorStream(true);
        Process worker = builder.start();
        String output = new String(worker.getInputStream().readAllBytes(), UTF_8);
        worker.waitFor();
        return output;
    }
}
