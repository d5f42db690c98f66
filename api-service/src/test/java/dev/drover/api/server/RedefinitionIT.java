package dev.drover.api.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.api.ApiAgainstRealParts;
import dev.drover.api.ApiAgainstRealParts.Parts;
import dev.drover.api.ApiUnderTest;
import dev.drover.api.ApiUnderTest.Answer;
import dev.drover.api.PublishedCommands;
import dev.drover.local.testing.TestKeysets;
import dev.drover.schemas.message.DefineServer;
import dev.drover.schemas.message.Sealed;
import dev.drover.schemas.message.Sealing;
import dev.drover.schemas.message.StdioEndpoint;
import dev.drover.schemas.sealing.Opener;
import dev.drover.schemas.sealing.Sealer;
import java.nio.ByteBuffer;
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
        Opener workers = Opener.from(TestKeysets.privateKeyset());
        assertThat(workers.open(id, requireNonNull(endpoint.getEnv().get("KEPT"))))
                .isEqualTo("k");
        assertThat(workers.open(id, requireNonNull(endpoint.getEnv().get("CHANGED"))))
                .isEqualTo("new");
        assertThat(stored(api, id))
                .hasSize(2)
                .allSatisfy(value -> assertThat(value.sealing()).isEqualTo("TINK_HPKE"));
    }

    /** What is stored of a secret. */
    private record Stored(String sealing, ByteBuffer value) {}

    private static List<Stored> stored(ApiUnderTest api, long id) {
        return api.jdbc()
                .sql("select sealing, value from server_secret where server_id = :id")
                .param("id", id)
                .query((row, _) -> new Stored(row.getString(1), ByteBuffer.wrap(row.getBytes(2))))
                .list();
    }

    /** From before values were sealed, or with a key that is out of use. */
    @Test
    void aStoredValueThatIsNotSealedAsItShouldBeIsSealedByTheNextPut(ApiUnderTest api) {
        String path = create(api, """
                {"name": "old", "command": "npx", "env": {"PLAIN": "p", "OTHER": "o"}}""");
        long id = api.get(path).body().path("server_id").asLong();
        ByteBuffer sealed =
                Sealer.of(Opener.generate().publicKeyset()).seal(id, "o").getValue();
        byte[] withOtherKey = new byte[sealed.remaining()];
        sealed.duplicate().get(withOtherKey);
        api.jdbc()
                .sql("update server_secret set value = :value where server_id = :id and name = 'OTHER'")
                .param("value", withOtherKey)
                .param("id", id)
                .update();
        api.jdbc()
                .sql("update server_secret set sealing = 'PLAIN', value = 'p' where server_id = :id and name = 'PLAIN'")
                .param("id", id)
                .update();

        Answer put = put(api, path, """
                {"name": "old", "command": "npx", "env": {"PLAIN": {"keep": true}, "OTHER": "o"}}""");

        assertThat(put.body().path("generation").asInt()).isEqualTo(2);
        Opener workers = Opener.from(TestKeysets.privateKeyset());
        assertThat(stored(api, id))
                .extracting(
                        value -> workers.open(id, new Sealed(Sealing.valueOf(value.sealing()), value.value(), null)))
                .containsExactlyInAnyOrder("p", "o");
        assertThat(stored(api, id)).extracting(Stored::sealing).containsOnly("TINK_HPKE");
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
