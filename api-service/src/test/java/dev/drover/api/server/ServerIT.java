package dev.drover.api.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.api.ApiAgainstRealParts;
import dev.drover.api.ApiUnderTest;
import dev.drover.api.ApiUnderTest.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@ExtendWith(ApiAgainstRealParts.class)
class ServerIT {
    private static final String SERVERS = "/internal/mcp_servers";

    @Test
    void aCreatedServerIsReadBackWithoutItsSecrets(ApiUnderTest api) {
        Answer created = api.post(SERVERS, """
                {"name": "GitHub MCP", "description": "ours", "command": "npx", "args": ["-y", "x"],
                 "env": {"TOKEN": "ghp_secret"}}""");
        assertThat(created.status()).isEqualTo(201);
        long id = created.body().path("server_id").asLong();
        assertThat(created.headers().firstValue("Location")).hasValue(SERVERS + "/" + id);

        JsonNode server = api.get(SERVERS + "/" + id).body();
        assertThat(server.toString()).doesNotContain("ghp_secret");
        assertThat(server.at("/env/TOKEN/set").asBoolean()).isTrue();
        assertThat(server.at("/env/TOKEN/updated_at").asString()).endsWith("Z");
        assertThat(server.path("command").asString()).isEqualTo("npx");
        assertThat(server.path("args").toString()).isEqualTo("[\"-y\",\"x\"]");
        assertThat(server.path("restart").asString()).isEqualTo("on-failure");
        assertThat(server.path("startup_timeout_seconds").asInt()).isEqualTo(60);
        assertThat(server.path("status").asString()).isEqualTo("stopped");
        assertThat(server.path("desired_status").asString()).isEqualTo("stopped");
        assertThat(server.path("generation").asInt()).isEqualTo(1);
        assertThat(server.path("app_id").asInt()).isEqualTo(1);
        assertThat(server.has("url")).isFalse();
        assertThat(server.path("last_error").isNull()).isTrue();
        assertThat(server.path("pid").isNull()).isTrue();
    }

    @Test
    void aRemoteServerIsTaken(ApiUnderTest api) {
        Answer created = api.post(SERVERS, """
                {"name": "remote", "url": "https://mcp.example.org/mcp", "transport": "sse",
                 "headers": {"Authorization": "Bearer t0p"}}""");
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.body().path("transport").asString()).isEqualTo("sse");
        assertThat(created.body().at("/headers/Authorization/set").asBoolean()).isTrue();
        assertThat(created.body().toString()).doesNotContain("t0p");
    }

    @Test
    void aNameIsUniqueInItsApp(ApiUnderTest api) {
        api.createServer("twice");
        Answer second = api.post(SERVERS, "{\"name\": \"twice\", \"command\": \"node\"}");
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.text("code")).isEqualTo("name_taken");

        long app = api.post("/internal/apps", "{\"name\": \"names\"}")
                .body()
                .path("app_id")
                .asLong();
        Answer elsewhere =
                api.post(SERVERS, "{\"name\": \"twice\", \"command\": \"node\"}", "X-App-Id", Long.toString(app));
        assertThat(elsewhere.status()).isEqualTo(201);
        assertThat(elsewhere.body().path("app_id").asLong()).isEqualTo(app);
    }

    @Test
    void anotherAppsServerIsNotThere(ApiUnderTest api) {
        long app = api.post("/internal/apps", "{\"name\": \"stranger\"}")
                .body()
                .path("app_id")
                .asLong();
        long id = api.createServer("hidden");
        String[] asStranger = {"X-App-Id", Long.toString(app)};
        assertThat(api.get(SERVERS + "/" + id, asStranger).text("code")).isEqualTo("server_not_found");
        assertThat(api.post(SERVERS + "/" + id + "/start", null, asStranger).status())
                .isEqualTo(404);
        assertThat(api.get(SERVERS + "?app_id=" + app).body().path("items").isEmpty())
                .isTrue();
    }

    @Test
    void aListComesInPagesAndIsFiltered(ApiUnderTest api) {
        long appId = api.post("/internal/apps", "{\"name\": \"pages\"}")
                .body()
                .path("app_id")
                .asLong();
        for (String name : new String[] {"a", "b", "c"}) {
            api.post(SERVERS, "{\"name\": \"" + name + "\", \"command\": \"node\", \"app_id\": " + appId + "}");
        }
        String list = SERVERS + "?app_id=" + appId;
        JsonNode first = api.get(list + "&limit=2").body();
        assertThat(first.path("items")).hasSize(2);
        JsonNode second = api.get(
                        list + "&limit=2&cursor=" + first.path("next_cursor").asString())
                .body();
        assertThat(second.path("items")).hasSize(1);
        assertThat(second.path("next_cursor").isNull()).isTrue();
        assertThat(api.get(list + "&name=b").body().path("items")).hasSize(1);
        assertThat(api.get(list + "&status=running").body().path("items")).isEmpty();
        assertThat(api.get(list + "&status=stopped").body().path("items")).hasSize(3);
    }

    @Test
    void theStatusIsTheProjections(ApiUnderTest api) {
        long id = api.createServer("projected");
        api.jdbc()
                .sql("delete from command where server_id = :id")
                .param("id", id)
                .update();
        api.jdbc().sql("""
                insert into server_status (server_id, app_id, desired_status, status, status_since,
                    observed_generation, restarts, last_error, shard, claim, sequence)
                values (:id, 1, 'running', 'failed', now(), 1, 2,
                    '{"code": "EXITED_EARLY", "message": "m", "stderr_tail": ["boom"],
                     "occurred_at": "2026-01-02T03:04:05Z"}', 0, 5, 6)""").param("id", id).update();
        api.jdbc()
                .sql("insert into catalogue values (:id, 'tools', 'd', 12, '[]', null, now())")
                .param("id", id)
                .update();
        Answer read = api.get(SERVERS + "/" + id);
        assertThat(read.text("status")).isEqualTo("failed");
        assertThat(read.text("desired_status")).isEqualTo("running");
        assertThat(read.body().path("tool_count").asInt()).isEqualTo(12);
        assertThat(read.body().path("restarts").asInt()).isEqualTo(2);
        assertThat(read.body().at("/last_error/code").asString()).isEqualTo("EXITED_EARLY");
        assertThat(read.body().at("/last_error/hint").asString()).contains("stderr_tail");
        assertThat(api.get(SERVERS + "?status=failed&name=projected").body().path("items"))
                .hasSize(1);
    }

    @Test
    void anUnchangedServerIsNotSentAgain(ApiUnderTest api) {
        String path = SERVERS + "/" + api.createServer("cached");
        String etag = api.get(path).headers().firstValue("ETag").orElseThrow();
        assertThat(etag).startsWith("\"1.");
        assertThat(api.get(path, "If-None-Match", etag).status()).isEqualTo(304);
        api.post(path + "/start", null);
        assertThat(api.get(path, "If-None-Match", etag).status()).isEqualTo(200);
    }

    @Test
    void aDeletedServerIsShownUntilItsOwnerForgotIt(ApiUnderTest api) {
        String path = SERVERS + "/" + api.createServer("leaving");
        Answer first = api.delete(path);
        assertThat(first.status()).isEqualTo(202);
        assertThat(first.text("desired_status")).isEqualTo("removed");
        Answer second = api.delete(path);
        assertThat(second.status()).isEqualTo(202);
        assertThat(second.text("command_id")).isEqualTo(first.text("command_id"));
        assertThat(api.get(path).text("desired_status")).isEqualTo("removed");
        Answer start = api.post(path + "/start", null);
        assertThat(start.status()).isEqualTo(409);
        assertThat(start.text("code")).isEqualTo("server_being_removed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {                                               | 400 | malformed_json
            []                                              | 400 | malformed_json
            "x"                                             | 400 | malformed_json
            {"name": "x", "name": "y"}                      | 400 | malformed_json
            {"name": "x", "comand": "node"}                 | 400 | unknown_field
            {"name": 7, "command": "node"}                  | 400 | invalid_field
            {"name": "x", "command": "node", "args": "y"}   | 400 | invalid_field
            {"name": "x", "command": "node", "args": [7]}   | 400 | invalid_field
            {"name": "x", "command": "node", "start": "y"}  | 400 | invalid_field
            {"name": "x", "command": "node", "env": {"A": {"keep": true}}} | 422 | nothing_to_keep
            {"name": "x", "command": "node", "env": {"A": {"keep": false}}} | 422 | invalid_field
            {"name": "x", "command": "node", "env": {"A": {"kep": true}}} | 400 | unknown_field
            {"name": "x", "command": "node", "env": {"A": 7}} | 400 | invalid_field
            {"name": "x", "command": "node", "startup_timeout_seconds": "5"} | 400 | invalid_field
            {"name": "x", "command": "node", "startup_timeout_seconds": 1.5} | 400 | invalid_field
            {"name": "x", "command": "node", "startup_timeout_seconds": 99999999999} | 400 | invalid_field
            {"name": "x", "command": "node", "args": [null]} | 422 | invalid_field
            {"name": "x", "command": "bash"}                | 422 | command_not_allowed
            {"name": "x"}                                   | 422 | command_or_url
            {"name": "x\\u0000", "command": "node"}         | 422 | invalid_characters
            {"name": "\\ud800", "command": "node"}          | 422 | invalid_characters
            {"name": "x", "command": "node", "app_id": 999999} | 404 | app_not_found
            """)
    void aBadDefinitionIsRefusedWithItsReason(String body, int status, String code, ApiUnderTest api) {
        Answer answer = api.post(SERVERS, body);
        assertThat(answer.text("code")).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.text("detail")).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /internal/nothing, 404, not_found",
        "GET, /internal/mcp_servers/999999, 404, server_not_found",
        "GET, /internal/mcp_servers/abc, 400, invalid_parameter",
        "PATCH, /internal/mcp_servers, 405, method_not_allowed",
        "GET, /internal/mcp_servers?limit=0, 400, invalid_parameter",
        "GET, /internal/mcp_servers?limit=x, 400, invalid_parameter",
        "GET, /internal/mcp_servers?limit=501, 400, invalid_parameter",
        "GET, /internal/mcp_servers?cursor=x, 400, invalid_parameter",
        "GET, /internal/mcp_servers?status=up, 400, invalid_parameter",
        "GET, /internal/mcp_servers?name=%00, 400, invalid_parameter",
        "GET, /internal/mcp_servers?app_id=x, 400, invalid_parameter",
        "GET, /internal/mcp_servers?app_id=999999, 404, app_not_found",
        "GET, /internal//x, 400, bad_request",
        "POST, /internal/mcp_servers, 400, malformed_json",
        "DELETE, /internal/mcp_servers/999999, 404, server_not_found",
        "POST, /internal/mcp_servers/999999/stop, 404, server_not_found",
    })
    void aBadRequestIsRefusedWithItsReason(String method, String path, int status, String code, ApiUnderTest api) {
        Answer answer = api.send(method, path, null, "Content-Type", "application/json");
        assertThat(answer.text("code")).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void bodiesOfAnotherTypeOrBeyondTheLimitAreRefused(ApiUnderTest api) {
        assertThat(api.post(SERVERS, "a=b", "Content-Type", "application/x-www-form-urlencoded")
                        .text("code"))
                .isEqualTo("unsupported_media_type");
        assertThat(api.get(SERVERS, "Accept", "text/csv").text("code")).isEqualTo("not_acceptable");
        String large = "{\"name\": \"x\", \"description\": \"" + "d".repeat(5 << 20) + "\"}";
        assertThat(api.post(SERVERS, large).text("code")).isEqualTo("body_too_large");
        String big = "{\"name\": \"x\", \"command\": \"node\", \"description\": \"" + "d".repeat(70_000) + "\"}";
        assertThat(api.post(SERVERS, big).text("code")).isEqualTo("definition_too_large");
    }
}
