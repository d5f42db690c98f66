package dev.drover.faults.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.faults.evidence.Sighting.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that the suite's servers run, as real processes. */
class WitnessTest {

    private static final String INITIALIZE = "{\"jsonrpc\":\"2.0\",\"method\":\"initialize\",\"id\":\"a-0\"}\n";

    @TempDir
    Path directory;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void killAll() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void writesDownItsLifeAndTheCallsOfIt() throws Exception {
        Process witness = start("normal", 1);
        assertThat(ask(witness, INITIALIZE)).contains("\"id\":\"a-0\"", "protocolVersion");
        String call = "{\"jsonrpc\":\"2.0\",\"method\":\"tools/call\",\"id\":1,\"params\":{\"nonce\":\"n\"}}\n";
        assertThat(ask(witness, call)).contains("\"id\":1", "content");
        witness.getOutputStream().close();
        assertThat(witness.waitFor(10, TimeUnit.SECONDS)).isTrue();

        List<Sighting> sightings = new WitnessLog(directory).read();
        assertThat(sightings).extracting(Sighting::life).containsOnly(new Life(7, "w-1", "100-1", "7-1"));
        assertThat(sightings)
                .extracting(Sighting::kind)
                .startsWith(Kind.START)
                .contains(Kind.ALIVE)
                .endsWith(Kind.END);
        assertThat(sightings)
                .filteredOn(sighting -> sighting.kind() == Kind.CALL)
                .extracting(Sighting::detail)
                .containsExactly("n");
    }

    @Test
    void saysThatAnotherLifeHoldsTheLock() throws Exception {
        ask(start("normal", 1), INITIALIZE);
        ask(start("normal", 2), INITIALIZE);
        assertThat(new WitnessLog(directory).read())
                .filteredOn(sighting -> sighting.kind() == Kind.VIOLATION)
                .extracting(sighting -> sighting.life().run())
                .containsExactly("7-2");
    }

    @Test
    void doesNotDieWhenItIsNotToDie() throws Exception {
        Process witness = start("will-not-die", 1);
        ask(witness, INITIALIZE);
        witness.getOutputStream().close();
        witness.destroy();
        assertThat(witness.waitFor(1, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void endsAsSoonAsItRunsInALoop() throws Exception {
        Process witness = start("crash-loop", 1);
        ask(witness, INITIALIZE);
        assertThat(witness.waitFor()).isEqualTo(1);
    }

    private Process start(String mode, int run) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                "bash", Path.of("witness.sh").toAbsolutePath().toString(), directory.toString(), mode);
        builder.environment()
                .putAll(Map.of(
                        "DROVER_SERVER_ID", "7",
                        "DROVER_WORKER_ID", "w-1",
                        "DROVER_INCARNATION", "100-1",
                        "DROVER_RUN", "7-" + run));
        Process started = builder.start();
        processes.add(started);
        return started;
    }

    private static String ask(Process witness, String line) throws IOException {
        witness.getOutputStream().write(line.getBytes(UTF_8));
        witness.getOutputStream().flush();
        BufferedReader reader = witness.inputReader(UTF_8);
        return String.valueOf(reader.readLine());
    }
}
