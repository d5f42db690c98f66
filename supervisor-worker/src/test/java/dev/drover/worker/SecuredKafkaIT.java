package dev.drover.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.local.testing.SecuredKafka;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By TLS and SCRAM, with nothing but Spring's settings: topics are made, the group is joined, shards are claimed. */
class SecuredKafkaIT {
    @Test
    void aWorkerLogsInWithEveryClientThatItHas(@TempDir Path directory) {
        try (SecuredKafka kafka = SecuredKafka.start();
                RunningWorker worker =
                        RunningWorker.start("w-1", directory, kafka.bootstrapServers(), kafka.arguments())) {
            assertThat(worker.awaitReady().isReady()).isTrue();
        }
    }
}
