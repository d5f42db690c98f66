package dev.drover.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.api.ApiUnderTest.Answer;
import dev.drover.local.EmbeddedPostgres;
import dev.drover.local.testing.RealKafka;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresOutageIT {
    @Test
    void anOutageOfPostgresIsSaidAndOverByItself(@TempDir Path data) {
        try (RealKafka kafka = RealKafka.start();
                EmbeddedPostgres postgres = new EmbeddedPostgres(data, 0)) {
            postgres.start();
            try (ApiUnderTest api = ApiUnderTest.start(
                    kafka.bootstrapServers(), postgres.jdbcUrl(), postgres.username(), postgres.password())) {
                long id = api.createServer("before");
                postgres.stop();

                Answer answer = api.post("/internal/mcp_servers/" + id + "/start", null);
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.text("code")).isEqualTo("database_unavailable");
                assertThat(answer.headers().firstValue("Retry-After")).hasValue("2");
                Answer readiness = api.get("/actuator/health/readiness");
                assertThat(readiness.status()).isEqualTo(503);
                assertThat(readiness.body().at("/components/db/status").asString())
                        .isEqualTo("DOWN");
                assertThat(api.get("/actuator/health/liveness").status()).isEqualTo(200);

                postgres.start();
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> api.get("/actuator/health/readiness").status() == 200);
                assertThat(api.post("/internal/mcp_servers/" + id + "/start", null)
                                .status())
                        .isEqualTo(202);
                assertThat(PublishedCommands.of(id, 2, kafka.bootstrapServers()))
                        .hasSize(2);
            }
        }
    }
}
