package dev.drover.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Broken rules, by the command that a person would give: the suite finds something wrong with each. */
class MutantsE2E {

    @Test
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    void everyBrokenRuleIsNoticed() throws Exception {
        Path data = Path.of("target", "mutants-e2e").toAbsolutePath();
        Process suite = new ProcessBuilder("../chaos", "--mutants", "--seed", "1", "--data", data.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader said = suite.inputReader(StandardCharsets.UTF_8)) {
            said.lines().forEach(System.out::println);
            assertThat(suite.waitFor())
                    .as("exit code of deploy/chaos --mutants")
                    .isZero();
        } finally {
            suite.destroy();
        }
    }
}
