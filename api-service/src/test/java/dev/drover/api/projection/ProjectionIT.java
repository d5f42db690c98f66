package dev.drover.api.projection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.local.testing.RealKafka;
import dev.drover.local.testing.RealPostgres;
import dev.drover.schemas.Topic;
import dev.drover.schemas.message.CatalogueChanged;
import dev.drover.schemas.message.DesiredState;
import dev.drover.schemas.message.Event;
import dev.drover.schemas.message.ServerRemoved;
import dev.drover.schemas.message.ServerStarted;
import dev.drover.schemas.message.StartReason;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.springframework.kafka.support.KafkaHeaders;

class ProjectionIT {
    private static final RealKafka KAFKA = RealKafka.start();
    private static final RealPostgres POSTGRES = RealPostgres.start();

    private final ProjectionRig rig =
            new ProjectionRig(KAFKA.bootstrapServers(), POSTGRES.jdbcUrl(), POSTGRES.username(), POSTGRES.password());

    @BeforeEach
    void startProjecting() {
        rig.start();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @AfterAll
    static void stopServices() {
        POSTGRES.close();
        KAFKA.close();
    }

    @Test
    void eventsBecomeRowsAndWhoWaitsForACommandIsTold() throws SQLException {
        Shard shard = new Shard(1, 10);
        try (Connection listening = listen()) {
            rig.publish(List.of(
                    shard.event(101, DesiredState.STOPPED, Bodies.defined()),
                    shard.event(101, DesiredState.RUNNING, "c-1", Bodies.starting(StartReason.COMMAND)),
                    shard.event(101, DesiredState.RUNNING, "c-1", Bodies.started(4211, 0)),
                    shard.event(101, DesiredState.RUNNING, "c-1", Bodies.succeeded()),
                    shard.event(101, DesiredState.RUNNING, Bodies.tools("d", "a", "b"))));
            assertThat(payloads(listening)).contains("c-1");
        }
        rig.awaitAllApplied(1);
        assertThat(rig.jdbc.queryForMap("select status, desired_status, pid, worker_id, claim, sequence,"
                        + " server_info ->> 'name' as name from server_status where server_id = 101"))
                .isEqualTo(Map.of(
                        "status", "running",
                        "desired_status", "running",
                        "pid", 4211L,
                        "worker_id", "w-10",
                        "claim", 10L,
                        "sequence", 5L,
                        "name", "everything"));
        assertThat(rig.jdbc.queryForObject("select content::text from catalogue where server_id = 101", String.class))
                .isEqualTo("[{\"name\":\"a\"},{\"name\":\"b\"}]");
        assertThat(rig.jdbc.queryForObject(
                        "select outcome from command_outcome where command_id = 'c-1'", String.class))
                .isEqualTo("succeeded");
    }

    @Test
    void numbersOfServersComeBackAsReadersTakeThem() {
        Shard shard = new Shard(6, 10);
        String numbers = "[1e400, 1.10, 1e999, 1e1000, 1e200000, 1e999999999999]";
        rig.publish(List.of(
                shard.event(
                        102,
                        DesiredState.RUNNING,
                        ServerStarted.newBuilder(Bodies.started(4211, 0))
                                .setCapabilities("{\"numbers\":" + numbers + "}")
                                .build()),
                shard.event(
                        102,
                        DesiredState.RUNNING,
                        CatalogueChanged.newBuilder(Bodies.tools("d", "a"))
                                .setContent(numbers)
                                .build())));
        rig.awaitAllApplied(6);
        assertThat(rig.jdbc.queryForObject(
                        "select capabilities -> 'numbers' from server_status where server_id = 102", String.class))
                .isEqualTo("[1%s, 1.10, 1%s, \"1e1000\", \"1e200000\", \"1e999999999999\"]"
                        .formatted("0".repeat(400), "0".repeat(999)));
        assertThat(rig.jdbc.queryForObject("select content::text from catalogue where server_id = 102", String.class))
                .isEqualTo("[1E+400,1.10,1E+999,1E+1000,1E+200000,\"1e999999999999\"]");
    }

    @Test
    void aRestartGoesOnWhereItWasAndAReplayOfEverythingChangesNothing() {
        List<Event> log = RandomLog.of(new Random(42), 3_000);
        rig.publish(log.subList(0, 1_700));
        rig.awaitAllApplied(5);
        rig.stop();
        rig.publish(log.subList(1_700, 3_000));
        rig.start();
        rig.awaitAllApplied(5);
        List<List<String>> once = rig.rows();
        rig.stop();
        rig.jdbc.update("delete from projection_checkpoint where shard = 5");
        rig.start();
        rig.awaitAllApplied(5);
        assertThat(rig.rows()).isEqualTo(once);
    }

    @Test
    void anotherTopicIsReadFromItsBeginningAndItsEventsCount() {
        Shard shard = new Shard(2, 10);
        rig.publish(List.of(shard.event(201, DesiredState.RUNNING, Bodies.started(1, 0))));
        rig.awaitAllApplied(2);
        rig.stop();
        rig.jdbc.update("update projection_checkpoint set topic_id = 'gone', next_offset = 900 where shard = 2");
        rig.jdbc.update("update server_status set status = 'failed', claim = 900 where server_id = 201");
        rig.start();
        rig.awaitAllApplied(2);
        assertThat(rig.jdbc.queryForObject(
                        "select status || ' ' || claim from server_status where server_id = 201", String.class))
                .isEqualTo("running 10");
    }

    @Test
    void aRemovedServerLeavesOnlyItsHistory() {
        long id = Objects.requireNonNull(rig.jdbc.queryForObject(
                "insert into server (app_id, name, definition) values (1, 'gone', '{}') returning server_id",
                Long.class));
        Shard shard = new Shard(3, 10);
        rig.publish(List.of(
                shard.event(id, DesiredState.RUNNING, Bodies.started(1, 0)),
                shard.event(id, DesiredState.RUNNING, Bodies.tools("d", "a")),
                shard.event(id, DesiredState.REMOVED, new ServerRemoved())));
        rig.awaitAllApplied(3);
        for (String table : List.of("server", "server_status", "catalogue")) {
            assertThat(rig.jdbc.queryForList("select 1 from " + table + " where server_id = ?", id))
                    .as(table)
                    .isEmpty();
        }
        assertThat(rig.jdbc.queryForList("select 1 from server_event where server_id = ?", id))
                .hasSize(3);
    }

    @Test
    void whatCannotBeReadOrKeptGoesToTheDeadLettersAndTheRestGoesOn() {
        Shard shard = new Shard(4, 10);
        byte[] junk = "stop the server please".getBytes(UTF_8);
        rig.publish(List.of(shard.event(401, DesiredState.RUNNING, Bodies.started(1, 0))));
        rig.publish(4, junk);
        rig.publish(List.of(
                shard.next(402, DesiredState.RUNNING, null, Bodies.started(2, 0))
                        .setOccurredAt(Instant.ofEpochMilli(Long.MAX_VALUE))
                        .build(),
                shard.event(403, DesiredState.RUNNING, Bodies.started(3, 0))));
        rig.awaitAllApplied(4);
        assertThat(rig.jdbc.queryForList("select server_id from server_status where shard = 4 order by 1", Long.class))
                .containsExactly(401L, 403L);
        List<ConsumerRecord<byte[], byte[]>> dead = deadLetters(4, 2);
        assertThat(dead).extracting(ConsumerRecord::value).contains(junk);
        assertThat(new String(
                        dead.getFirst()
                                .headers()
                                .lastHeader(KafkaHeaders.DLT_EXCEPTION_MESSAGE)
                                .value(),
                        UTF_8))
                .contains("not a readable Event");
    }

    private static Connection listen() throws SQLException {
        Connection connection =
                DriverManager.getConnection(POSTGRES.jdbcUrl(), POSTGRES.username(), POSTGRES.password());
        try (var statement = connection.createStatement()) {
            statement.execute("listen drover_projection");
        }
        return connection;
    }

    private static List<String> payloads(Connection listening) throws SQLException {
        PGNotification[] received = listening.unwrap(PGConnection.class).getNotifications(20_000);
        List<String> payloads = new ArrayList<>();
        for (PGNotification notification : received) {
            payloads.addAll(List.of(notification.getParameter().split(" ", -1)));
        }
        return payloads;
    }

    private List<ConsumerRecord<byte[], byte[]>> deadLetters(int shard, int count) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(rig.kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partition = List.of(new TopicPartition(Topic.EVENTS_DLT.topicName(), shard));
            consumer.assign(partition);
            consumer.seekToBeginning(partition);
            for (int i = 0; i < 20 && found.size() < count; i++) {
                consumer.poll(Duration.ofMillis(500)).forEach(found::add);
            }
        }
        return found;
    }
}
