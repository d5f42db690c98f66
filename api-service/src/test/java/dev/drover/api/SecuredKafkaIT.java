package dev.drover.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.local.testing.RealPostgres;
import dev.drover.local.testing.SecuredKafka;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** By TLS and SCRAM, with nothing but Spring's settings. */
class SecuredKafkaIT {
    @Test
    void theServiceLogsInWithEveryClientThatItHas() {
        try (SecuredKafka kafka = SecuredKafka.start();
                RealPostgres postgres = RealPostgres.start();
                ApiUnderTest api = ApiUnderTest.start(
                        kafka.bootstrapServers(),
                        postgres.jdbcUrl(),
                        postgres.username(),
                        postgres.password(),
                        kafka.arguments())) {
            // Health: an admin client. The outbox: the relay's producer. A query: a producer, and a reader of replies.
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> api.get("/actuator/health").text("status").equals("UP"));
            long server = api.createServer("secured");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> api.jdbc()
                                    .sql("select count(*) from outbox")
                                    .query(Long.class)
                                    .single()
                            == 0);
            String body = "{\"name\": \"secured\", \"command\": \"node\", \"request_timeout_seconds\": 1}";
            assertThat(api.send("PUT", "/internal/mcp_servers/" + server, body).status())
                    .isEqualTo(200);
            assertThat(api.get("/internal/mcp_servers/" + server + "/logs").text("code"))
                    .isEqualTo("server_timeout");
        }
    }
}
