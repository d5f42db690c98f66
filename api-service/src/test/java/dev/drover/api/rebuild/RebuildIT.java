package dev.drover.api.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.api.database.OwnConnection;
import dev.drover.api.projection.ProjectionRig;
import dev.drover.api.projection.RandomLog;
import dev.drover.local.testing.RealKafka;
import dev.drover.local.testing.RealPostgres;
import dev.drover.schemas.message.Event;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class RebuildIT {
    @Test
    void aRebuildIsLeftAndGoneOnWithWhileEventsComeAndLosesAndDoublesNothing() throws SQLException {
        try (RealKafka kafka = RealKafka.start();
                RealPostgres postgres = RealPostgres.start();
                ProjectionRig rig = new ProjectionRig(
                        kafka.bootstrapServers(), postgres.jdbcUrl(), postgres.username(), postgres.password())) {
            RebuildRows rows = new RebuildRows(JdbcClient.create(rig.jdbc));
            List<Event> log = RandomLog.of(new Random(3), 9_000);
            rig.start();
            rig.publish(log.subList(0, 7_000));
            rig.awaitAllApplied(5);

            assertThat(rows.begin("a test")).isTrue();
            assertThat(rows.begin("another")).isFalse();
            AtomicInteger batches = new AtomicInteger();
            run(rig, postgres, rows, () -> batches.incrementAndGet() > 1);
            assertThat(rows.last().state()).isEqualTo("running");

            Thread load = Thread.ofPlatform().start(() -> {
                for (int at = 7_000; at < 9_000; at += 20) {
                    rig.publish(log.subList(at, at + 20));
                }
            });
            run(rig, postgres, rows, () -> false);
            assertThat(rows.last()).satisfies(last -> {
                assertThat(last.state()).isEqualTo("done");
                assertThat(last.differences()).as("%s", last.examples()).isZero();
                assertThat(last.events()).isEqualTo(last.total());
            });
            join(load);
            rig.awaitAllApplied(5);
            List<List<String>> rebuilt = rig.rows();
            rig.stop();
            rig.jdbc.execute("truncate server_status, catalogue, command_outcome, server_event, projection_checkpoint");
            rig.start();
            rig.awaitAllApplied(5);
            assertThat(rig.rows()).isEqualTo(rebuilt);
        }
    }

    @Test
    void aRoleThatMayNotMakeASchemaEndsItWithTheReason() throws InterruptedException {
        try (RealPostgres postgres = RealPostgres.start()) {
            DriverManagerDataSource owner =
                    new DriverManagerDataSource(postgres.jdbcUrl(), postgres.username(), postgres.password());
            Flyway.configure().dataSource(owner).load().migrate();
            JdbcClient jdbc = JdbcClient.create(owner);
            jdbc.sql("create role guest login password 'guest'").update();
            jdbc.sql("grant all on all tables in schema public to guest").update();
            RebuildRows rows = new RebuildRows(jdbc);
            assertThat(rows.begin("a test")).isTrue();
            Rebuilds rebuilds = new Rebuilds(
                    rows,
                    new OwnConnection(as("guest", "guest", postgres)),
                    Map.of("bootstrap.servers", "127.0.0.1:1"),
                    () -> "t");
            rebuilds.start();
            try {
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> rows.last().state().equals("failed"));
                assertThat(rows.last().error()).contains("permission denied");
            } finally {
                rebuilds.stop();
            }
        }
    }

    private static JdbcConnectionDetails as(String role, String password, RealPostgres postgres) {
        return new JdbcConnectionDetails() {
            @Override
            public String getUsername() {
                return role;
            }

            @Override
            public String getPassword() {
                return password;
            }

            @Override
            public String getJdbcUrl() {
                return postgres.jdbcUrl();
            }
        };
    }

    /** As a replica does until it is stopped. */
    private static void run(ProjectionRig rig, RealPostgres postgres, RebuildRows rows, BooleanSupplier isStopping)
            throws SQLException {
        long id = rows.running().orElseThrow();
        String topicId = Objects.requireNonNull(
                rig.jdbc.queryForObject("select topic_id from projection_checkpoint where shard = 5", String.class));
        JdbcConnectionDetails owner = as(postgres.username(), postgres.password(), postgres);
        try (Connection connection = new OwnConnection(owner).open("a test");
                Rebuild rebuild = Rebuild.open(id, connection, rig.kafka, topicId)) {
            rebuild.run(rows, isStopping);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
