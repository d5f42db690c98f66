package dev.drover.api.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.api.ApiAgainstRealParts;
import dev.drover.api.ApiAgainstRealParts.Parts;
import dev.drover.api.ApiUnderTest;
import dev.drover.api.ApiUnderTest.Answer;
import dev.drover.api.PublishedCommands;
import dev.drover.schemas.message.DefineServer;
import dev.drover.schemas.message.StdioEndpoint;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(ApiAgainstRealParts.class)
class RedefinitionIT {
    private static final String SERVERS = "/internal/mcp_servers";

    @Test
    void aReplacedDefinitionIsTheNextGenerationAndGoesToTheOwner(Parts parts) {
        ApiUnderTest api = parts.api();
        String path = create(api, """
                {"name": "replaced", "command": "npx", "env": {"KEPT": "k", "CHANGED": "old", "GONE": "g"}}""");
        String keptSince = api.get(path).body().at("/env/KEPT/updated_at").asString();

        Answer put = put(api, path, """
                {"name": "renamed", "command": "node", "args": ["x"], "description": "new", "restart": "never",
                 "env": {"KEPT": {"keep": true}, "CHANGED": "new"}}""");

        assertThat(put.status()).isEqualTo(200);
        assertThat(put.body().path("generation").asInt()).isEqualTo(2);
        assertThat(put.headers().firstValue("ETag").orElseThrow()).startsWith("\"2.");
        assertThat(put.text("name")).isEqualTo("renamed");
        assertThat(put.body().path("env").propertyNames()).containsExactly("CHANGED", "KEPT");
        assertThat(put.body().at("/env/KEPT/updated_at").asString()).isEqualTo(keptSince);
        assertThat(put.body().toString()).doesNotContain("\"k\"", "\"old\"");
        assertThat(api.get(path).body()).isEqualTo(put.body());
        long id = put.body().path("server_id").asLong();
        DefineServer define =
                (DefineServer) PublishedCommands.of(id, 2, parts.kafka().bootstrapServers())
                        .get(1)
                        .value()
                        .getBody();
        assertThat(define.getDefinition().getGeneration()).isEqualTo(2);
        StdioEndpoint endpoint = (StdioEndpoint) define.getDefinition().getEndpoint();
        assertThat(endpoint.getEnv().keySet()).containsExactlyInAnyOrder("KEPT", "CHANGED");
        assertThat(UTF_8.decode(requireNonNull(endpoint.getEnv().get("KEPT")).getValue())
                        .toString())
                .isEqualTo("k");
    }

    @Test
    void whatIsDefinedSoAlreadyStaysInItsGeneration(ApiUnderTest api) {
        String definition = "{\"name\": \"the same\", \"command\": \"node\", \"env\": {\"A\": \"b\"}}";
        String path = create(api, definition);
        String etag = api.get(path).headers().firstValue("ETag").orElseThrow();

        assertThat(put(api, path, definition).headers().firstValue("ETag")).hasValue(etag);
        assertThat(put(api, path, definition.replace("\"b\"", "{\"keep\": true}"))
                        .body()
                        .path("generation")
                        .asInt())
                .isEqualTo(1);
        assertThat(put(api, path, definition.replace("\"b\"", "\"c\""))
                        .body()
                        .path("generation")
                        .asInt())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "1.0"               | 200 |
            "1.ffff", "7.1"     | 200 |
            "7.1",W/"1.a"       | 200 |
            *                   | 200 |
            "2.0"               | 412 | precondition_failed
            "11.0"              | 412 | precondition_failed
            "other"             | 412 | precondition_failed
            1.0                 | 400 | invalid_parameter
            "1.0" "2.0"         | 400 | invalid_parameter
            """)
    void onlyTheGenerationOfAnETagCounts(String ifMatch, int status, String code, ApiUnderTest api) {
        String path = create(api, "{\"name\": \"matched " + ifMatch.replace('"', '\'') + "\", \"command\": \"node\"}");

        Answer answer = put(
                api,
                path,
                "{\"name\": \"put " + ifMatch.replace('"', '\'') + "\", \"command\": \"node\"}",
                "If-Match",
                ifMatch);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text("code")).isEqualTo(code == null ? "" : code);
    }

    @Test
    void ofTwoAtOnceWithTheSameETagOneIsRefused(ApiUnderTest api) {
        String path = create(api, "{\"name\": \"contested\", \"command\": \"node\"}");
        String etag = api.get(path).headers().firstValue("ETag").orElseThrow();

        List<CompletableFuture<Answer>> puts = Stream.of("a", "b")
                .map(argument -> CompletableFuture.supplyAsync(() -> put(
                        api,
                        path,
                        "{\"name\": \"contested\", \"command\": \"node\", \"args\": [\"" + argument + "\"]}",
                        "If-Match",
                        etag)))
                .toList();

        assertThat(puts.stream().map(CompletableFuture::join).map(Answer::status))
                .containsExactlyInAnyOrder(200, 412);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"name": "n", "command": "node", "env": {"NEW": {"keep": true}}}          | 422 | nothing_to_keep      | env.NEW
            {"name": "n", "url": "http://h", "headers": {"OLD": {"keep": true}}}      | 422 | nothing_to_keep      | headers.OLD
            {"name": "n", "command": "node", "start": true}                           | 422 | field_not_applicable | start
            {"name": "n", "command": "node", "app_id": 2}                             | 422 | field_not_applicable | app_id
            {"name": "n", "command": "bash"}                                          | 422 | command_not_allowed  | command
            {"name": "of another", "command": "node"}                                 | 409 | name_taken           | name
            """)
    void aDefinitionThatCannotBeIsRefusedAndChangesNothing(
            String body, int status, String code, String field, ApiUnderTest api) {
        api.post(SERVERS, "{\"name\": \"of another\", \"command\": \"node\"}");
        String path = create(
                api, "{\"name\": \"kept " + body.hashCode() + "\", \"command\": \"node\", \"env\": {\"OLD\": \"o\"}}");

        Answer answer = put(api, path, body);

        assertThat(answer.text("code")).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text("field")).isEqualTo(field);
        assertThat(api.get(path).body().path("generation").asInt()).isEqualTo(1);
    }

    @Test
    void aServerThatIsRemovedOrUnknownTakesNoDefinition(ApiUnderTest api) {
        String path = SERVERS + "/" + api.createServer("put too late");
        api.delete(path);

        assertThat(put(api, path, "{\"name\": \"x\", \"command\": \"node\"}").text("code"))
                .isEqualTo("server_being_removed");
        assertThat(put(api, SERVERS + "/999999", "{\"name\": \"x\", \"command\": \"node\"}")
                        .text("code"))
                .isEqualTo("server_not_found");
    }

    private static String create(ApiUnderTest api, String definition) {
        Answer created = api.post(SERVERS, definition);
        assertThat(created.status()).as("%s", created).isEqualTo(201);
        return created.headers().firstValue("Location").orElseThrow();
    }

    private static Answer put(ApiUnderTest api, String path, String body, String... headers) {
        return api.send("PUT", path, body, headers);
    }
}
