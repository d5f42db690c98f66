package dev.drover.api.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.local.EmbeddedPostgres;
import dev.drover.local.testing.RealKafka;
import dev.drover.schemas.message.DesiredState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectionOutageIT {
    @TempDir
    private Path directory;

    @Test
    void nothingIsSkippedWhilePostgresIsAway() {
        Shard shard = new Shard(1, 10);
        try (RealKafka kafka = RealKafka.start();
                EmbeddedPostgres postgres = started();
                ProjectionRig rig = new ProjectionRig(
                        kafka.bootstrapServers(), postgres.jdbcUrl(), postgres.username(), postgres.password())) {
            rig.start();
            rig.publish(List.of(shard.event(7, DesiredState.RUNNING, Bodies.started(1, 0))));
            rig.awaitAllApplied(1);
            postgres.stop();
            rig.publish(List.of(
                    shard.event(7, DesiredState.RUNNING, Bodies.crashed()),
                    shard.event(8, DesiredState.RUNNING, Bodies.started(2, 0))));
            staysRunning(rig);
            // A start on a database that is away must not end the projection either.
            rig.stop();
            rig.start();
            staysRunning(rig);
            postgres.start();
            rig.awaitAllApplied(1);
            assertThat(rig.jdbc.queryForList("select status from server_status order by server_id", String.class))
                    .containsExactly("backing_off", "running");
        }
    }

    private static void staysRunning(ProjectionRig rig) {
        await().during(Duration.ofSeconds(2)).until(rig::isRunning);
    }

    private EmbeddedPostgres started() {
        EmbeddedPostgres postgres = new EmbeddedPostgres(directory, 0);
        postgres.start();
        return postgres;
    }
}
