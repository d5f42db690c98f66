package dev.drover.api.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.api.ApiAgainstRealParts;
import dev.drover.api.ApiAgainstRealParts.Parts;
import dev.drover.api.ApiUnderTest;
import dev.drover.api.ApiUnderTest.Answer;
import dev.drover.api.Published;
import dev.drover.api.PublishedCommands;
import dev.drover.local.testing.TestKeysets;
import dev.drover.schemas.Topic;
import dev.drover.schemas.message.ApiEvent;
import dev.drover.schemas.message.Callback;
import dev.drover.schemas.message.DefineServer;
import dev.drover.schemas.message.Sealed;
import dev.drover.schemas.sealing.Opener;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ApiAgainstRealParts.class)
class RouterIT {
    private static final String LIST = "/mcp/v1/servers";
    private static final String CALLBACK = "/mcp/v1/callback";

    @Test
    void aTokenIsGoodWhileItsServerShouldRun(ApiUnderTest api) {
        long server = api.createServer("calls");
        Answer made = api.post("/internal/mcp_servers/" + server + "/tokens", null);
        assertThat(made.status()).isEqualTo(201);
        String token = made.text("token");
        assertThat(token).startsWith("drv_mcp_");

        assertThat(send(api, token, "GET", LIST, null).status()).isEqualTo(401);
        start(api, server);
        assertThat(send(api, token, "GET", LIST, null).status()).isEqualTo(200);
        api.post("/internal/mcp_servers/" + server + "/stop", null);
        assertThat(send(api, token, "GET", LIST, null).status()).isEqualTo(401);
    }

    @Test
    void aTokenIsListedAndRevoked(ApiUnderTest api) {
        long server = api.createServer("revokes tokens");
        start(api, server);
        String tokens = "/internal/mcp_servers/" + server + "/tokens";
        Answer made = api.post(tokens, null);
        String token = made.text("token");
        assertThat(send(api, token, "GET", LIST, null).status()).isEqualTo(200);

        Answer list = api.get(tokens);
        assertThat(list.body().path("items")).hasSize(2);
        assertThat(list.body().at("/items/0/generation").asInt()).isEqualTo(1);
        assertThat(list.body().at("/items/1/generation").isNull()).isTrue();
        assertThat(list.body().toString()).doesNotContain(token.substring(token.length() - 43));
        String path = tokens + "/" + made.body().path("token_id").asLong();
        assertThat(api.delete(path).status()).isEqualTo(204);
        assertThat(send(api, token, "GET", LIST, null).status()).isEqualTo(401);
        assertThat(api.delete(path).text("code")).isEqualTo("token_not_found");
    }

    @Test
    void eachGenerationBringsItsTokenAndEndsTheOneBefore(Parts parts) {
        ApiUnderTest api = parts.api();
        long server = api.createServer("redefined");
        start(api, server);
        String changed = "{\"name\": \"redefined\", \"command\": \"node\", \"args\": [\"other.js\"]}";
        assertThat(api.send("PUT", "/internal/mcp_servers/" + server, changed).status())
                .isEqualTo(200);
        List<String> tokens = PublishedCommands.of(server, 3, parts.kafka().bootstrapServers()).stream()
                .map(record -> record.value().getBody())
                .filter(DefineServer.class::isInstance)
                .map(body -> tokenIn(server, (DefineServer) body))
                .toList();
        assertThat(tokens).hasSize(2).doesNotHaveDuplicates();
        // The program of the first generation runs until the owner knows the second.
        assertThat(tokens)
                .allSatisfy(token ->
                        assertThat(send(api, token, "GET", LIST, null).status()).isEqualTo(200));

        observe(api, server, 2);
        assertThat(send(api, tokens.get(0), "GET", LIST, null).status()).isEqualTo(401);
        assertThat(send(api, tokens.get(1), "GET", LIST, null).status()).isEqualTo(200);
    }

    private static String tokenIn(long server, DefineServer define) {
        Sealed token = define.getDefinition().getRouterToken();
        assertThat(token).isNotNull();
        return Opener.from(TestKeysets.privateKeyset()).open(server, token);
    }

    /** As the projection does once the owner says that it knows this generation. */
    private static void observe(ApiUnderTest api, long server, long generation) {
        api.jdbc().sql("""
                insert into server_status (server_id, app_id, desired_status, status, status_since, observed_generation,
                    shard, claim, sequence)
                values (:id, 1, 'running', 'running', now(), :generation, 0, 1, 1)""").param("id", server).param("generation", generation).update();
    }

    @Test
    void aServerSeesItsOwnAppAndNoOther(ApiUnderTest api) {
        long app = api.createApp("routed");
        String inApp = Long.toString(app);
        long server = api.createServer("one", "X-App-Id", inApp);
        api.createServer("two", "X-App-Id", inApp);
        long foreign = api.createServer("foreign to the router");
        start(api, server);
        String token =
                api.post("/internal/mcp_servers/" + server + "/tokens", null).text("token");

        Answer list = send(api, token, "GET", LIST, null);
        assertThat(list.body().path("items").findValuesAsString("name")).containsExactly("one", "two");
        assertThat(send(api, token, "GET", LIST + "/" + server + "/tools", null).status())
                .isEqualTo(200);
        Answer other = send(api, token, "GET", LIST + "/" + foreign + "/tools", null);
        assertThat(other.status()).isEqualTo(404);
        assertThat(send(api, token, "GET", LIST + "?app_id=1", null).text("code"))
                .isEqualTo("app_not_found");
    }

    @Test
    void aNumberThatCannotBePassedOnAsItIsIsRefused(ApiUnderTest api) {
        long server = api.createServer("calls with numbers");
        start(api, server);
        String token =
                api.post("/internal/mcp_servers/" + server + "/tokens", null).text("token");
        Answer callback = send(api, token, "POST", CALLBACK, "{\"event\": \"e\", \"payload\": [1e99999999999]}");
        Answer call = api.post(
                "/internal/mcp_servers/" + server + "/tools/add/call", "{\"arguments\": {\"n\": -1E-99999999999}}");
        Answer file = api.post("/internal/mcp_servers/import", "{\"a\": {\"timeout\": 1e99999999999}}");
        for (Answer refused : List.of(callback, call, file)) {
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text("code")).isEqualTo("invalid_field");
        }
        assertThat(List.of(callback.text("field"), call.text("field"), file.text("field")))
                .containsExactly("payload", "arguments", "a");
    }

    @Test
    void aCallbackIsPublishedAndAuditedWithoutItsPayload(Parts parts) {
        ApiUnderTest api = parts.api();
        long server = api.createServer("calls back");
        start(api, server);
        String token =
                api.post("/internal/mcp_servers/" + server + "/tokens", null).text("token");
        String numbers = "42,12345678901234567.890,1E+400";
        Answer taken = send(
                api,
                token,
                "POST",
                CALLBACK,
                "{\"event\": \"done\", \"payload\": {\"answer\": [" + numbers + ", \"a secret\"]}}");
        assertThat(taken.status()).isEqualTo(202);

        String kafka = parts.kafka().bootstrapServers();
        Published.Message<Callback> callback = Published.first(
                kafka, Topic.CALLBACKS, Callback.class, it -> it.getCallbackId().equals(taken.text("callback_id")));
        assertThat(callback.key()).isEqualTo(Long.toString(server));
        assertThat(callback.value().getServerId()).isEqualTo(server);
        assertThat(callback.value().getAppId()).isEqualTo(1);
        assertThat(callback.value().getEvent()).isEqualTo("done");
        assertThat(callback.value().getPayload()).isEqualTo("{\"answer\":[" + numbers + ",\"a secret\"]}");
        ApiEvent event = Published.first(
                        kafka,
                        Topic.API_EVENTS,
                        ApiEvent.class,
                        it -> it.getAction().equals("callback_received")
                                && Long.valueOf(server).equals(it.getServerId()))
                .value();
        assertThat(event.getActor()).isEqualTo("server:" + server);
        assertThat(event.toString()).doesNotContain("a secret");
    }

    @Test
    void aCallbackThatIsTooLargeOrOneTooManyIsRefused(ApiUnderTest api) {
        long server = api.createServer("calls too much");
        start(api, server);
        String token =
                api.post("/internal/mcp_servers/" + server + "/tokens", null).text("token");
        String large = "{\"event\": \"e\", \"payload\": \"%s\"}".formatted("x".repeat(256 * 1024));
        Answer refused = send(api, token, "POST", CALLBACK, large);
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.text("code")).isEqualTo("body_too_large");
        assertThat(send(api, token, "POST", CALLBACK, "{\"payload\": 1}").text("field"))
                .isEqualTo("event");

        int taken = 0;
        Answer answer = send(api, token, "POST", CALLBACK, "{\"event\": \"e\"}");
        while (answer.status() == 202 && taken < 200) {
            taken++;
            answer = send(api, token, "POST", CALLBACK, "{\"event\": \"e\"}");
        }
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.text("code")).isEqualTo("too_many_callbacks");
        assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(0)).isEqualTo(1);
        // Some more are allowed while it counts.
        assertThat(taken).isBetween(60, 90);
    }

    private static void start(ApiUnderTest api, long server) {
        assertThat(api.post("/internal/mcp_servers/" + server + "/start", null).status())
                .isEqualTo(202);
    }

    private static Answer send(ApiUnderTest api, String token, String method, String path, @Nullable String body) {
        return api.sendAs(method, path, body, "Authorization", "Bearer " + token);
    }
}
