package dev.drover.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.builder.SpringApplicationBuilder;

class WorkerSettingsTest {
    @TempDir
    private Path directory;

    @SuppressWarnings("NullAway.Init") // the directory is there before the tests
    WorkerSettingsTest() {}

    @ParameterizedTest
    @CsvSource({
        "--drover.capacity=0, 'DROVER_CAPACITY (drover.capacity) must be 1 or more, not 0'",
        "--drover.start-limit=-1, 'DROVER_START_LIMIT (drover.start-limit) must be 0 or more, not -1'",
        "--drover.heartbeat-interval=1ms, 'DROVER_HEARTBEAT_INTERVAL (drover.heartbeat-interval) must be from 500ms to 60s'",
        "--drover.session-timeout=1s, 'DROVER_SESSION_TIMEOUT (drover.session-timeout) must be from 3s to 60s'",
        "--drover.group-protocol=new, 'DROVER_GROUP_PROTOCOL (drover.group-protocol) must be classic or consumer, not new'",
        "--drover.containment=jail, 'DROVER_CONTAINMENT (drover.containment) must be one of auto, pid-namespace, container, '",
        "--drover.containment=container, 'container does not work here'",
        "--drover.topics.replication-factor=0, 'DROVER_TOPICS_REPLICATION_FACTOR (drover.topics.replication-factor) must be'",
        "--drover.no-such-thing=1, drover.no-such-thing",
        "--drover.session-timeout=soon, drover.session-timeout",
    })
    void aBadSettingStopsTheStartWithALineThatNamesIt(String argument, String line) {
        String output = outputOfFailedStart(argument);
        assertThat(output).contains("APPLICATION FAILED TO START", line).doesNotContain("\tat ");
    }

    private String outputOfFailedStart(String argument) {
        PrintStream console = System.out;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setOut(new PrintStream(written, true, UTF_8));
        try {
            Throwable failure = catchThrowable(() -> new SpringApplicationBuilder(SupervisorWorker.class)
                    .run("--server.port=0", "--drover.data-dir=" + directory, argument));
            assertThat(failure).isNotNull();
            return written.toString(UTF_8);
        } finally {
            System.setOut(console);
        }
    }
}
