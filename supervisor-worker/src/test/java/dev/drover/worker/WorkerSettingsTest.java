package dev.drover.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.drover.local.testing.TestKeysets;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.stream.Stream;
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
        "--drover.user-limit=0, 'DROVER_USER_LIMIT (drover.user-limit) must be from 1 to 1000, not 0'",
        "--drover.heartbeat-interval=1ms, 'DROVER_HEARTBEAT_INTERVAL (drover.heartbeat-interval) must be from 500ms to 60s'",
        "--drover.session-timeout=1s, 'DROVER_SESSION_TIMEOUT (drover.session-timeout) must be from 3s to 60s'",
        "--drover.lease.duration=14s, 'DROVER_LEASE_DURATION (drover.lease.duration) is 14s and must be 15500ms or more: one and a half times DROVER_BROKER_SESSION_TIMEOUT (drover.broker-session-timeout), 9s, and DROVER_LEASE_RENEWAL (drover.lease.renewal), 2s'",
        "--drover.lease.renewal=7s, 'DROVER_LEASE_DURATION (drover.lease.duration) is 20s and must be 21s or more: three times DROVER_LEASE_RENEWAL (drover.lease.renewal), 7s'",
        "--drover.lease.duration=60s, 'DROVER_LEASE_DURATION (drover.lease.duration) is 60s and must be below 60s, the timeout of transactions'",
        "--drover.lease.renewal=1ms, 'DROVER_LEASE_RENEWAL (drover.lease.renewal) must be from 200ms to 20s'",
        "--drover.broker-session-timeout=0s, 'DROVER_BROKER_SESSION_TIMEOUT (drover.broker-session-timeout) must be from 1s to 60s'",
        "--drover.group-protocol=new, 'DROVER_GROUP_PROTOCOL (drover.group-protocol) must be classic or consumer, not new'",
        "--drover.containment=jail, 'DROVER_CONTAINMENT (drover.containment) must be one of auto, pid-namespace, container, '",
        "--drover.containment=container, 'container does not work here'",
        "--drover.topics.replication-factor=0, 'DROVER_TOPICS_REPLICATION_FACTOR (drover.topics.replication-factor) must be'",
        "--drover.back-off.shortest=1ms, 'DROVER_BACK_OFF_SHORTEST (drover.back-off.shortest) must be from 10ms to'",
        "--drover.back-off.longest=2h, 'DROVER_BACK_OFF_LONGEST (drover.back-off.longest) must be from'",
        "--drover.server-limits.memory=1MB, 'DROVER_SERVER_LIMITS_MEMORY (drover.server-limits.memory) must be 64MB or more, or 0'",
        "--drover.server-limits.processes=1, 'DROVER_SERVER_LIMITS_PROCESSES (drover.server-limits.processes) must be 16 or more'",
        "--drover.server-limits.open-files=-1, 'DROVER_SERVER_LIMITS_OPEN_FILES (drover.server-limits.open-files) must be 32'",
        "--drover.allowed-url-hosts=10.0.0.0/40, 'DROVER_ALLOWED_URL_HOSTS (drover.allowed-url-hosts): \"10.0.0.0/40\" is no address'",
        "--drover.run-as=nobody, 'DROVER_RUN_AS (drover.run-as) must be two numbers of users, such as 200000-265535'",
        "--drover.run-as=0-10, 'DROVER_RUN_AS (drover.run-as) must be from 1000 on, the first no larger than the last'",
        "--drover.mcp-debug=perhaps, drover.mcp-debug",
        "--drover.no-such-thing=1, drover.no-such-thing",
        "--drover.session-timeout=soon, drover.session-timeout",
    })
    void aBadSettingStopsTheStartWithALineThatNamesIt(String argument, String line) {
        String output = outputOfFailedStart(
                "--server.port=0", argument, "--drover.private-keyset=" + TestKeysets.privateKeyset());
        assertThat(output).contains("APPLICATION FAILED TO START", line).doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource({
        "--server.port=0, 'DROVER_PRIVATE_KEYSET (drover.private-keyset) is not set: name the file'",
        "--drover.private-keyset=/dev/null, 'DROVER_PRIVATE_KEYSET (drover.private-keyset): /dev/null should hold a private keyset: it holds none'",
        "--drover.private-keyset=/no/file, 'DROVER_PRIVATE_KEYSET (drover.private-keyset): /no/file should hold a private keyset: it cannot be read'",
    })
    void withoutAKeysetThereIsNoStart(String argument, String line) {
        assertThat(outputOfFailedStart(argument, "--drover.worker-id=w"))
                .contains("APPLICATION FAILED TO START", line)
                .doesNotContain("\tat ");
    }

    private String outputOfFailedStart(String... arguments) {
        PrintStream console = System.out;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setOut(new PrintStream(written, true, UTF_8));
        try {
            Throwable failure = catchThrowable(() -> new SpringApplicationBuilder(SupervisorWorker.class)
                    .run(Stream.concat(Stream.of("--drover.data-dir=" + directory), Stream.of(arguments))
                            .toArray(String[]::new)));
            assertThat(failure).isNotNull();
            return written.toString(UTF_8);
        } finally {
            System.setOut(console);
        }
    }
}
