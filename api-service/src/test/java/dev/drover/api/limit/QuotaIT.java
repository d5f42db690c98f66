package dev.drover.api.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.api.ApiAgainstRealParts;
import dev.drover.api.ApiAgainstRealParts.Parts;
import dev.drover.api.ApiUnderTest;
import dev.drover.api.ApiUnderTest.Answer;
import dev.drover.api.ApiUnderTest.AppKey;
import dev.drover.api.tenant.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

@ExtendWith(ApiAgainstRealParts.class)
@TestInstance(Lifecycle.PER_CLASS)
class QuotaIT {
    private static final String SERVERS = "/internal/mcp_servers";

    private ApiUnderTest api;

    @BeforeAll
    void start(Parts parts) {
        api = ApiUnderTest.start(
                parts.kafka().bootstrapServers(),
                parts.postgres().jdbcUrl(),
                parts.postgres().username(),
                parts.postgres().password(),
                "--drover.quotas.servers=5",
                "--drover.quotas.running=2",
                "--drover.quotas.commands-per-minute=20");
    }

    @AfterAll
    void stop() {
        api.close();
    }

    @Test
    void anAppDefinesSoManyServersHoweverManyAskAtOnce() throws InterruptedException, ExecutionException {
        AppKey key = api.createKey(api.createApp("defines"), "manage");
        List<Callable<Answer>> requests = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String body = "{\"name\": \"server %d\", \"command\": \"node\"}".formatted(i);
            requests.add(() -> api.sendWith(key, "POST", SERVERS, body));
        }
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(12)) {
            for (Future<Answer> each : threads.invokeAll(requests)) {
                answers.add(each.get());
            }
        }
        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(5);
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 409)
                .hasSize(7)
                .allSatisfy(answer -> {
                    assertThat(answer.text("code")).isEqualTo("quota_exceeded");
                    assertThat(answer.text("limit")).isEqualTo("servers");
                    assertThat(answer.body().path("limit_value").asInt()).isEqualTo(5);
                });
    }

    /** One transaction may add a hundred, which others do not see before its end. */
    @Test
    void whoAddsWaitsForWhoeverElseAddsHoweverFarTheLimitIs() {
        long app = api.createApp("waits");
        Caller caller = new Caller("key:1", app);
        Quotas quotas = new Quotas(api.jdbc(), new QuotaSettings(1_000, 0, 0));
        PlatformTransactionManager transactions = api.part(PlatformTransactionManager.class);
        TransactionTemplate other = new TransactionTemplate(transactions);
        other.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        new TransactionTemplate(transactions).executeWithoutResult(_ -> {
            quotas.admitServer(caller, app);
            assertThatThrownBy(() -> other.executeWithoutResult(_ -> {
                        api.jdbc().sql("set local lock_timeout = '50ms'").update();
                        quotas.admitServer(caller, app);
                    }))
                    .hasMessageContaining("lock timeout");
        });
    }

    @Test
    void aConfigurationThatIsReplacedNeedsNoRoomForWhatItLoses() {
        AppKey key = api.createKey(api.createApp("replaces"), "manage");
        String five = "{\"name\": \"full\", \"config_data\": {\"a%1$d\": {\"command\": \"node\"},"
                + " \"b%1$d\": {\"command\": \"node\"}, \"c%1$d\": {\"command\": \"node\"},"
                + " \"d%1$d\": {\"command\": \"node\"}, \"e%1$d\": {\"command\": \"node\"}}}";
        Answer created = api.sendWith(key, "POST", "/internal/mcp_configs", five.formatted(1));
        assertThat(created.status()).isEqualTo(201);
        String path =
                "/internal/mcp_configs/" + created.body().path("config_id").asLong();
        assertThat(api.sendWith(key, "PUT", path, five.formatted(2)).status()).isEqualTo(200);
    }

    @Test
    void aServerThatEndedByItselfRunsNoMore() {
        AppKey key = api.createKey(api.createApp("ends"), "manage");
        long first = create(key, "a", true);
        long second = create(key, "b", true);
        long third = create(key, "c", false);
        end(first);
        assertThat(start(key, third)).isEqualTo(202);
        // It has to ask again, too.
        assertThat(start(key, first)).isEqualTo(409);
        end(second);
        assertThat(start(key, first)).isEqualTo(202);
    }

    /** As the projection tells it of a server whose start succeeded and that then exited with 0. */
    private void end(long server) {
        api.jdbc()
                .sql("insert into command_outcome (command_id, server_id, app_id, outcome, finished_at)"
                        + " select command_id, server_id, app_id, 'succeeded', now() from command"
                        + " where server_id = ? and type = 'start'")
                .param(server)
                .update();
        api.jdbc()
                .sql("insert into server_status (server_id, app_id, desired_status, status, status_since, shard, claim,"
                        + " sequence) select server_id, app_id, 'stopped', 'stopped', now(), 5, 10, 1 from server"
                        + " where server_id = ?")
                .param(server)
                .update();
    }

    private int start(AppKey key, long server) {
        return api.sendWith(key, "POST", SERVERS + "/" + server + "/start", null)
                .status();
    }

    @Test
    void anAppRunsSoManyServers() {
        AppKey key = api.createKey(api.createApp("runs"), "manage");
        long first = create(key, "a", true);
        create(key, "b", true);
        long third = create(key, "c", false);
        Answer refused = api.sendWith(key, "POST", SERVERS + "/" + third + "/start", null);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("limit")).isEqualTo("running");

        // What runs already is not one more.
        assertThat(api.sendWith(key, "POST", SERVERS + "/" + first + "/restart", null)
                        .status())
                .isEqualTo(202);
        assertThat(api.sendWith(key, "POST", SERVERS + "/" + first + "/stop", null)
                        .status())
                .isEqualTo(202);
        assertThat(api.sendWith(key, "POST", SERVERS + "/" + third + "/start", null)
                        .status())
                .isEqualTo(202);
    }

    @Test
    void anAppIssuesSoManyCommandsAMinute() {
        long app = api.createApp("commands");
        AppKey key = api.createKey(app, "manage");
        long server = create(key, "busy", false);
        int taken = 1;
        Answer answer = stop(key, server);
        while (answer.status() == 202 && taken < 100) {
            taken++;
            answer = stop(key, server);
        }
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.text("limit")).isEqualTo("commands_per_minute");
        assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(1L, 3L);
        // Some more are allowed while it counts.
        assertThat(taken).isBetween(20, 40);

        // The platform in that app is bound as well; the operator's own hand is not.
        String path = SERVERS + "/" + server + "/stop";
        assertThat(api.post(path, null).status()).isEqualTo(202);
        assertThat(List.of(stopNamed(path, app), stopNamed(path, app), stopNamed(path, app)))
                .anySatisfy(each -> assertThat(each.status()).isEqualTo(429));
    }

    private Answer stopNamed(String path, long app) {
        return api.post(path, null, "X-App-Id", Long.toString(app));
    }

    private Answer stop(AppKey key, long server) {
        return api.sendWith(key, "POST", SERVERS + "/" + server + "/stop", null);
    }

    private long create(AppKey key, String name, boolean start) {
        String body = "{\"name\": \"%s\", \"command\": \"node\", \"start\": %b}".formatted(name, start);
        Answer answer = api.sendWith(key, "POST", SERVERS, body);
        assertThat(answer.status()).isEqualTo(201);
        return answer.body().path("server_id").asLong();
    }
}
