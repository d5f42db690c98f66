package dev.drover.faults.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real namespaces, where this machine allows them. Nobody listens in them: who gets through is refused at once. */
class NetworkTest {

    private static final String REFUSED = "Connection refused";

    private final Network network = Network.open();

    @AfterEach
    void close() {
        network.close();
    }

    @Test
    void losesWhatIsSentAcrossACutAndNothingElse() throws Exception {
        assumeTrue(network.isDivided(), "namespaces are not allowed here");
        Node one = network.add("one");
        Node other = network.add("other");
        Node third = network.add("third");
        assertThat(connect(one, other)).contains(REFUSED);

        network.cut(other, List.of(one));
        assertThat(connect(one, other)).as("no answer comes back").isEmpty();
        assertThat(connect(one, third)).contains(REFUSED);
        network.mend(other, List.of(one));
        assertThat(connect(one, other)).contains(REFUSED);

        network.cut(one, List.of(other, third));
        assertThat(connect(one, other)).as("nothing goes out").doesNotContain(REFUSED);
        network.mend(one, List.of(other, third));
        assertThat(connect(one, third)).contains(REFUSED);
    }

    /** What is said within a second, if anything. */
    private static String connect(Node from, Node to) throws IOException, InterruptedException {
        List<String> attempt = from.inside(List.of("timeout", "1", "bash", "-c", "</dev/tcp/" + to.address() + "/9"));
        Process process = new ProcessBuilder(attempt).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
