package dev.drover.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.local.LocalStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A value of a definition's env goes to the server and nowhere else, whatever the server does with it. */
@OnSharedStack
class SecretsE2E {

    /** Until they are sealed, values stand in the definitions on these. */
    private static final Set<String> HOLD_DEFINITIONS = Set.of("mcp.commands", "mcp.state");

    private final String secret = "s3cret-" + UUID.randomUUID();
    private final Api api;
    private final LocalStack stack;

    SecretsE2E(Api api, LocalStack stack) {
        this.api = api;
        this.stack = stack;
    }

    @Test
    void aServerThatPrintsItsSecretAndCrashesGivesItAwayToNobody() throws Exception {
        ManagedServer server = ManagedServer.running(api, secretive("leaks"));
        server.call("exit", Map.of("code", 2));
        server.awaitView(view -> view.path("restarts").asInt() == 1
                && view.path("status").asString().equals("running"));

        assertThat(server.events("server_crashed")
                        .getFirst()
                        .at("/error/stderr_tail")
                        .toString())
                .contains("on stderr, the secret is ***", "goodbye, the secret was ***");
        assertThat(server.get("/logs").path("lines").toString()).contains("on stderr, the secret is ***");
        assertThatNothingShowsTheSecretOf(server);
        server.stop().remove();
    }

    @Test
    void aServerThatRefusesTheHandshakeInWordsThatHoldItsSecretGivesItAwayToNobody() throws Exception {
        ManagedServer server = ManagedServer.create(api, secretive("refuses"));
        server.command("start", 60);
        assertThat(server.awaitStatus("failed").at("/last_error/message").asString())
                .contains("the secret *** is wrong");
        assertThatNothingShowsTheSecretOf(server);
        server.remove();
    }

    @Test
    void aDefinitionIsAnsweredWithTheNamesOfItsSecretsOnly() {
        Api.Answer created = api.post("/internal/mcp_servers", secretive("plain"));
        assertThat(created.body().at("/env/SECRET/set").asBoolean()).isTrue();
        assertThat(created.body().toString()).doesNotContain(secret);
    }

    @Test
    void aDefinitionThatIsRefusedIsNotQuoted() {
        Map<String, Object> definition =
                Definitions.with(secretive("plain"), "env", Map.of("a-b", secret, secret, "c"));
        Api.Answer refused = api.post("/internal/mcp_servers", definition);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body().toString()).doesNotContain(secret);
        assertThat(api.postText("/internal/mcp_servers", "{\"env\": {\"A\": \"" + secret + "\"")
                        .body()
                        .toString())
                .doesNotContain(secret);
    }

    private Map<String, Object> secretive(String habit) {
        return Definitions.with(Definitions.small(habit), "env", Map.of("SECRET", secret));
    }

    private void assertThatNothingShowsTheSecretOf(ManagedServer server) throws IOException {
        assertThat(logs()).isNotEmpty().allSatisfy(log -> assertThat(text(log)).doesNotContain(secret));
        Set<String> topics = new TreeSet<>(new KafkaLog(stack.bootstrapServers()).topics());
        topics.removeAll(HOLD_DEFINITIONS);
        assertThat(topics).contains("mcp.events", "mcp.replies", "mcp.leases", "mcp.workers");
        assertThat(new KafkaLog(stack.bootstrapServers()).read(topics))
                .allSatisfy(record ->
                        assertThat(record.key() + text(record.value())).doesNotContain(secret));
        assertThat(answers(server)).doesNotContain(secret);
    }

    /** A tombstone has no value. */
    private static String text(byte @Nullable [] value) {
        return value == null ? "" : new String(value, ISO_8859_1);
    }

    private List<Path> logs() throws IOException {
        try (Stream<Path> files = Files.walk(stack.data().resolve("logs"))) {
            return Stream.concat(
                            files.filter(Files::isRegularFile),
                            Stream.of(stack.postgres().log()))
                    .toList();
        }
    }

    private static String text(Path log) throws IOException {
        return new String(Files.readAllBytes(log), ISO_8859_1);
    }

    private String answers(ManagedServer server) {
        Stream<String> ofServer = Stream.of(
                        "", "/events", "/logs", "/tools", "/tools?refresh=true", "/resources", "/prompts")
                .map(server::path);
        Stream<String> ofAll = Stream.of("/internal/mcp_servers", "/internal/workers");
        return Stream.concat(ofServer, ofAll)
                .map(path -> api.get(path).body().toString())
                .toList()
                .toString();
    }
}
