package dev.drover.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The short form of the suite, by the command that a person would give; then rules are broken, and it finds something wrong with
 * each. What it cannot do here it says, and skips.
 */
class ChaosE2E {

    @Test
    @Timeout(value = 12, unit = TimeUnit.MINUTES)
    void aFewFaultsLeaveNothingWrongAndEveryBrokenRuleIsNoticed() throws Exception {
        Path data = Path.of("target", "chaos-e2e").toAbsolutePath();
        Process suite = new ProcessBuilder("../chaos", "--minutes", "2", "--mutants", "--data", data.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader said = suite.inputReader(StandardCharsets.UTF_8)) {
            said.lines().forEach(System.out::println);
            assertThat(suite.waitFor()).as("exit code of deploy/chaos").isZero();
        } finally {
            suite.destroy();
        }
    }
}
