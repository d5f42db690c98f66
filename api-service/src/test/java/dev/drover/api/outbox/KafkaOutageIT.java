package dev.drover.api.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.api.ApiUnderTest;
import dev.drover.api.ApiUnderTest.Answer;
import dev.drover.api.PublishedCommands;
import dev.drover.local.EmbeddedKafka;
import dev.drover.local.testing.RealPostgres;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaOutageIT {
    private static final Duration SOON = Duration.ofSeconds(40);

    @Test
    void theServiceTakesCommandsWithoutKafkaAndPublishesThemLater(@TempDir Path data) {
        try (RealPostgres postgres = RealPostgres.start();
                EmbeddedKafka kafka = new EmbeddedKafka(data, 0)) {
            long id;
            try (ApiUnderTest api = start(kafka, postgres)) {
                assertThat(api.get("/actuator/health/readiness").status()).isEqualTo(200);
                Answer health = api.get("/actuator/health");
                assertThat(health.status()).isEqualTo(503);
                assertThat(health.body().at("/components/kafka/status").asString())
                        .isEqualTo("DOWN");
                assertThat(health.body().at("/components/db/status").asString()).isEqualTo("UP");
                id = api.createServer("taken without Kafka");
                assertThat(waiting(api)).isEqualTo(1);
            }

            // The outbox outlives the service.
            try (ApiUnderTest api = start(kafka, postgres)) {
                assertThat(waiting(api)).isEqualTo(1);
                kafka.start();
                await().atMost(SOON).until(() -> waiting(api) == 0);
                assertThat(PublishedCommands.of(id, 1, kafka.bootstrapServers()))
                        .hasSize(1);
                assertThat(api.get("/actuator/health").status()).isEqualTo(200);

                kafka.stop();
                for (int n = 0; n < 5; n++) {
                    assertThat(api.post("/internal/mcp_servers/" + id + "/start", null)
                                    .status())
                            .isEqualTo(202);
                }
                assertThat(waiting(api)).isEqualTo(5);
                kafka.start();
                await().atMost(SOON).until(() -> waiting(api) == 0);
                assertThat(PublishedCommands.of(id, 6, kafka.bootstrapServers()))
                        .extracting(record -> record.value().getCommandId())
                        .doesNotHaveDuplicates()
                        .hasSize(6);
            }
        }
    }

    @Test
    void oneOfTwoReplicasPublishesAndTheOtherTakesOver(@TempDir Path data) {
        try (RealPostgres postgres = RealPostgres.start();
                EmbeddedKafka kafka = new EmbeddedKafka(data, 0)) {
            kafka.start();
            try (ApiUnderTest second = startSecond(kafka, postgres)) {
                long id = second.createServer("of two replicas");
                assertThat(PublishedCommands.of(id, 1, kafka.bootstrapServers()))
                        .hasSize(1);
                // As if its connection broke: the lock is free at once.
                second.jdbc()
                        .sql("select pg_terminate_backend(pid) from pg_stat_activity"
                                + " where application_name = 'drover-outbox'")
                        .query((row, n) -> n)
                        .list();
                second.post("/internal/mcp_servers/" + id + "/start", null);
                assertThat(PublishedCommands.of(id, 2, kafka.bootstrapServers()))
                        .hasSize(2);
            }
        }
    }

    private static ApiUnderTest startSecond(EmbeddedKafka kafka, RealPostgres postgres) {
        try (ApiUnderTest first = start(kafka, postgres)) {
            ApiUnderTest second = start(kafka, postgres);
            long id = first.createServer("of the first replica");
            assertThat(PublishedCommands.of(id, 1, kafka.bootstrapServers())).hasSize(1);
            return second;
        }
    }

    private static ApiUnderTest start(EmbeddedKafka kafka, RealPostgres postgres) {
        return ApiUnderTest.start(
                kafka.bootstrapServers(), postgres.jdbcUrl(), postgres.username(), postgres.password());
    }

    private static long waiting(ApiUnderTest api) {
        return api.jdbc().sql("select count(*) from outbox").query(Long.class).single();
    }
}
