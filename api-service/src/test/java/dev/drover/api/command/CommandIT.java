package dev.drover.api.command;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.api.ApiAgainstRealParts;
import dev.drover.api.ApiAgainstRealParts.Parts;
import dev.drover.api.ApiUnderTest;
import dev.drover.api.ApiUnderTest.Answer;
import dev.drover.api.PublishedCommands;
import dev.drover.local.testing.TestKeysets;
import dev.drover.schemas.Sharding;
import dev.drover.schemas.message.Command;
import dev.drover.schemas.message.DefineServer;
import dev.drover.schemas.message.RestartServer;
import dev.drover.schemas.message.Sealed;
import dev.drover.schemas.message.Sealing;
import dev.drover.schemas.message.SetDebug;
import dev.drover.schemas.message.StartServer;
import dev.drover.schemas.message.StdioEndpoint;
import dev.drover.schemas.sealing.Opener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(ApiAgainstRealParts.class)
class CommandIT {
    private static final String SERVERS = "/internal/mcp_servers";

    @Test
    void aServersCommandsReachItsPartitionInOrder(Parts parts) {
        Answer created = parts.api().post(SERVERS, """
                {"name": "published", "command": "npx", "args": ["-y"], "env": {"TOKEN": "s3cret"}, "start": true}""");
        long id = created.body().path("server_id").asLong();
        assertThat(created.text("desired_status")).isEqualTo("running");
        Answer restart = parts.api().post(SERVERS + "/" + id + "/restart", null);

        List<ConsumerRecord<String, Command>> records =
                PublishedCommands.of(id, 3, parts.kafka().bootstrapServers());
        assertThat(records).allSatisfy(record -> {
            assertThat(record.partition()).isEqualTo(Sharding.shardOf(id));
            assertThat(record.key()).isEqualTo(Long.toString(id));
            assertThat(record.value().getIssuedBy()).isEqualTo("platform");
            assertThat(record.value().getAppId()).isEqualTo(1);
        });
        DefineServer define = (DefineServer) records.get(0).value().getBody();
        StdioEndpoint endpoint = (StdioEndpoint) define.getDefinition().getEndpoint();
        assertThat(define.getDefinition().getGeneration()).isEqualTo(1);
        assertThat(endpoint.getArgs()).containsExactly("-y");
        Sealed token = requireNonNull(endpoint.getEnv().get("TOKEN"));
        assertThat(token.getSealing()).isEqualTo(Sealing.TINK_HPKE);
        assertThat(Opener.from(TestKeysets.privateKeyset()).open(id, token)).isEqualTo("s3cret");
        assertThat(records.get(1).value().getBody()).isInstanceOf(StartServer.class);
        assertThat(records.get(2).value().getBody()).isInstanceOf(RestartServer.class);
        assertThat(records.get(2).value().getCommandId()).isEqualTo(restart.text("command_id"));
    }

    @Test
    void debugIsACommandThatLeavesTheServerAsItIs(Parts parts) {
        long id = parts.api().createServer("debugged");
        String path = SERVERS + "/" + id + "/debug";

        Answer answer = parts.api().post(path, "{\"enabled\": true}");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.text("desired_status")).isEqualTo("stopped");
        assertThat(parts.api()
                        .get("/internal/commands/" + answer.text("command_id"))
                        .text("type"))
                .isEqualTo("debug");
        assertThat(parts.api().post(path, "{}").text("code")).isEqualTo("invalid_field");
        SetDebug debug = (SetDebug) PublishedCommands.of(id, 2, parts.kafka().bootstrapServers())
                .get(1)
                .value()
                .getBody();
        assertThat(debug.getEnabled()).isTrue();
    }

    @Test
    void aCommandIsAnsweredAtOnceUnlessTheClientWaits(ApiUnderTest api) {
        long id = api.createServer("at once");
        Answer answer = api.post(SERVERS + "/" + id + "/start", null);
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body().path("server_id").asLong()).isEqualTo(id);
        assertThat(answer.text("status")).isEqualTo("stopped");
        assertThat(answer.text("desired_status")).isEqualTo("running");

        Answer command = api.get("/internal/commands/" + answer.text("command_id"));
        assertThat(command.text("outcome")).isEqualTo("pending");
        assertThat(command.text("type")).isEqualTo("start");
        assertThat(command.text("issued_by")).isEqualTo("platform");
        assertThat(command.text("issued_at")).endsWith("Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"notified by id", "notified by star", "not notified"})
    void aWaitEndsWithTheOutcome(String how, ApiUnderTest api) {
        long id = api.createServer("waits, " + how);
        var answer =
                CompletableFuture.supplyAsync(() -> api.post(SERVERS + "/" + id + "/start", null, "Prefer", "wait=20"));
        String commandId = lastCommand(api, id);
        project(
                api,
                id,
                commandId,
                "failed",
                switch (how) {
                    case "notified by id" -> "other " + commandId + " another";
                    case "notified by star" -> "*";
                    default -> "";
                });
        assertThat(answer).succeedsWithin(Duration.ofSeconds(10)).satisfies(response -> {
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.text("status")).isEqualTo("failed");
            assertThat(response.text("outcome")).isEqualTo("failed");
            assertThat(response.body().at("/error/code").asString()).isEqualTo("EXITED_EARLY");
            assertThat(response.headers().firstValue("Preference-Applied")).hasValue("wait=20");
        });
        assertThat(api.get("/internal/commands/" + commandId).text("outcome")).isEqualTo("failed");
    }

    @Test
    void aWaitWithoutOutcomeEndsWithAccepted(ApiUnderTest api) {
        long id = api.createServer("waits in vain");
        Answer answer = api.post(SERVERS + "/" + id + "/stop", null, "Prefer", "wait=1");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.text("desired_status")).isEqualTo("stopped");
    }

    @Test
    void manyMayWaitWithoutHoldingConnections(ApiUnderTest api) {
        long id = api.createServer("waited for by many");
        List<CompletableFuture<Answer>> answers = java.util.stream.IntStream.range(0, 60)
                .mapToObj(n -> CompletableFuture.supplyAsync(
                        () -> api.post(SERVERS + "/" + id + "/start", null, "Prefer", "wait=3"),
                        command -> Thread.startVirtualThread(command)))
                .toList();
        assertThat(api.get(SERVERS + "/" + id).status()).isEqualTo(200);
        assertThat(answers)
                .allSatisfy(each -> assertThat(each)
                        .succeedsWithin(Duration.ofSeconds(20))
                        .extracting(Answer::status)
                        .isEqualTo(202));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait=61", "wait=-1", "wait=x", "wait", "wait=1.5"})
    void aWaitOutOfRangeIsRefused(String prefer, ApiUnderTest api) {
        long id = api.createServer("waits " + prefer);
        Answer answer = api.post(SERVERS + "/" + id + "/start", null, "Prefer", prefer);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("field")).isEqualTo("Prefer");
    }

    @Test
    void theDesiredStatusIsTheProjectionsOnceTheCommandHasAnOutcome(ApiUnderTest api) {
        long id = api.createServer("desired");
        String commandId = api.post(SERVERS + "/" + id + "/start", null).text("command_id");
        project(api, id, commandId, "succeeded", "");
        api.jdbc()
                .sql("update server_status set desired_status = 'stopped' where server_id = :id")
                .param("id", id)
                .update();
        assertThat(api.get(SERVERS + "/" + id).text("desired_status")).isEqualTo("stopped");
        api.post(SERVERS + "/" + id + "/start", null);
        assertThat(api.get(SERVERS + "/" + id).text("desired_status")).isEqualTo("running");
    }

    @Test
    void anotherAppsCommandIsNotThere(ApiUnderTest api) {
        long id = api.createServer("commanded");
        String commandId = api.post(SERVERS + "/" + id + "/start", null).text("command_id");
        long app = api.post("/internal/apps", "{\"name\": \"no commands\"}")
                .body()
                .path("app_id")
                .asLong();
        assertThat(api.get("/internal/commands/" + commandId, "X-App-Id", Long.toString(app))
                        .text("code"))
                .isEqualTo("command_not_found");
        assertThat(api.get("/internal/commands/none").text("code")).isEqualTo("command_not_found");
    }

    private static String lastCommand(ApiUnderTest api, long serverId) {
        return requireNonNull(await().until(
                        () -> api.jdbc()
                                .sql("select max(command_id) from command where server_id = :id and type = 'start'")
                                .param("id", serverId)
                                .query((row, n) -> String.valueOf(row.getString(1)))
                                .single(),
                        commandId -> !commandId.equals("null")));
    }

    /** Writes what the projector would. */
    private static void project(ApiUnderTest api, long serverId, String commandId, String outcome, String notice) {
        api.jdbc()
                .sql("""
                with status as (
                    insert into server_status (server_id, app_id, desired_status, status, status_since, shard, claim,
                        sequence) values (:server, 1, 'running', 'failed', now(), 0, 1, 1)),
                outcome as (
                    insert into command_outcome (command_id, server_id, app_id, outcome, error, finished_at)
                    values (:command, :server, 1, :outcome, '{"code": "EXITED_EARLY", "message": "m"}', now()))
                select case when :notice = '' then null else pg_notify('drover_projection', :notice) end""")
                .param("server", serverId)
                .param("command", commandId)
                .param("outcome", outcome)
                .param("notice", notice)
                .query((row, n) -> n)
                .single();
    }
}
