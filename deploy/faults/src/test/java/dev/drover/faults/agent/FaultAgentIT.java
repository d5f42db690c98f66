package dev.drover.faults.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The agent's jar, in a JVM that is started with it. */
@Timeout(60)
class FaultAgentIT {
    private static final Path AGENT = Path.of("target", "fault-agent.jar").toAbsolutePath();

    @TempDir
    private Path control = Path.of("");

    /** Reaches the point that it is told, and says that it has passed it. */
    static final class Traveller {
        private Traveller() {}

        public static void main(String... points) {
            for (String point : points) {
                FailPoints.reached(point);
                System.out.println("passed " + point);
            }
        }
    }

    private record Journey(int exit, String said) {}

    @Test
    void anArmedCrashEndsTheJvmAsAKillWould() throws Exception {
        new Control(control).arm(FailPoint.AFTER_COMMIT, new Strike.Crash());

        Journey journey = travel("control=" + control, "before-commit", "after-commit");

        assertThat(journey.exit()).isEqualTo(137);
        assertThat(journey.said()).contains("passed before-commit", "Fail point after-commit: crash");
        assertThat(journey.said()).doesNotContain("passed after-commit");
        assertThat(new Control(control).isArmed(FailPoint.AFTER_COMMIT)).isFalse();
    }

    @Test
    void nothingHappensWhereNothingIsArmed() throws Exception {
        Journey journey = travel("control=" + control + ",mutants", "poll");
        assertThat(journey).isEqualTo(new Journey(0, "passed poll\n"));
    }

    @Test
    void anArgumentThatMakesNoSenseEndsTheJvm() throws Exception {
        for (String argument : List.of("", "control=" + control + ",mutant=lease-off", "controls=" + control)) {
            Journey journey = travel(argument, "poll");
            assertThat(journey.exit()).as("%s", argument).isEqualTo(1);
            assertThat(journey.said()).doesNotContain("passed");
        }
    }

    private static Journey travel(String argument, String... points) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-javaagent:" + AGENT + "=" + argument,
                "-cp",
                Path.of("target", "test-classes").toAbsolutePath().toString(),
                Traveller.class.getName()));
        command.addAll(List.of(points));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Journey(process.waitFor(), said);
    }
}
