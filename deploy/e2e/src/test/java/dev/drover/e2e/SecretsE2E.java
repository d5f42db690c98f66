package dev.drover.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.local.LocalStack;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A secret goes to its server and nowhere else, whatever the server does with it; so do the data of calls. */
@OnSharedStack
class SecretsE2E {

    private final String secret = planted("env");
    private final Api api;
    private final Planted planted;

    SecretsE2E(Api api, LocalStack stack) {
        this.api = api;
        this.planted = new Planted(stack);
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
        assertThatNothingShows(server, secret);
        server.stop().remove();
    }

    @Test
    void aServerThatRefusesTheHandshakeInWordsThatHoldItsSecretGivesItAwayToNobody() throws Exception {
        ManagedServer server = ManagedServer.create(api, secretive("refuses"));
        server.command("start", 60);
        assertThat(server.awaitStatus("failed").at("/last_error/message").asString())
                .contains("the secret *** is wrong");
        assertThatNothingShows(server, secret);
        server.remove();
    }

    @Test
    void whatIsPlantedIsFoundInTheServersEnvironmentAndInTheAnswersThatWereAskedForOnly() throws Exception {
        String argument = planted("argument");
        String header = planted("header");
        ManagedServer server = ManagedServer.running(api, secretive("leaks"));
        ManagedServer remote = ManagedServer.create(
                api,
                Map.of("name", planted("remote"), "url", "https://mcp.example/", "headers", Map.of("X-A", header)));

        JsonNode told = told(server.call("tell", Map.of("told", argument)));
        String token = told.at("/env/DROVER_TOKEN").asString();
        assertThat(token).startsWith("drv_mcp_");
        assertThat(told.at("/env/SECRET").asString()).isEqualTo(secret);
        assertThat(told.at("/told/told").asString()).isEqualTo(argument);
        Api.Answer refused = server.call("refuse", Map.of("told", argument));
        assertThat(refused.body().path("code").asString()).isEqualTo("server_error");
        assertThat(refused.body().path("detail").asString()).contains(argument, secret);

        String renewed = planted("renewed");
        assertThat(api.put(server.path(""), Definitions.with(view(server), "env", Map.of("SECRET", renewed)))
                        .status())
                .isEqualTo(200);
        server.awaitView(view -> view.path("observed_generation").asInt() == 2
                && view.path("status").asString().equals("running"));
        String nextToken =
                told(server.call("tell", Map.of())).at("/env/DROVER_TOKEN").asString();
        assertThatNothingShows(server, secret, argument, header, token, renewed, nextToken);
        assertThat(answers(remote)).doesNotContain(header);
        server.stop().remove();
        remote.remove();
    }

    /** Of the worker's own environment and keys a server sees nothing. */
    @Test
    void aServerSeesWhatIsDefinedForItAndNothingOfTheWorkers() {
        ManagedServer server = ManagedServer.running(api, secretive("plain"));
        assertThat(told(server.call("tell", Map.of())).path("env").propertyNames())
                .contains("SECRET", "DROVER_TOKEN")
                .noneMatch(name -> name.startsWith("SPRING_") || name.contains("KEYSET") || name.contains("PLATFORM"))
                .noneMatch(name -> name.startsWith("NODE_"));
        server.stop().remove();
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

    private static String planted(String kind) {
        return "planted-" + kind + "-" + UUID.randomUUID();
    }

    private Map<String, Object> secretive(String habit) {
        return Definitions.with(Definitions.small(habit), "env", Map.of("SECRET", secret));
    }

    /** Its definition, without its secrets. */
    private static Map<String, Object> view(ManagedServer server) {
        JsonNode view = server.view();
        return Map.of(
                "name", view.path("name").asString(),
                "command", view.path("command").asString(),
                "args",
                        List.of(
                                view.at("/args/0").asString(),
                                view.at("/args/1").asString()));
    }

    private static JsonNode told(Api.Answer answer) {
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        return new JsonMapper().readTree(answer.body().at("/content/0/text").asString());
    }

    /** Its name must be found, or the search is none. */
    private void assertThatNothingShows(ManagedServer server, String... secrets) throws IOException {
        String name = server.view().path("name").asString();
        assertThat(planted.find(List.of(name)))
                .anyMatch(place -> place.contains("/postgres/"))
                .anyMatch(place -> place.contains("/kafka/"))
                .anyMatch(place -> place.contains("/logs/"))
                .anyMatch(place -> place.startsWith("mcp.commands"))
                .anyMatch(place -> place.startsWith("mcp.events"));
        assertThat(planted.find(List.of(secrets))).isEmpty();
        assertThat(answers(server)).contains(name).doesNotContain(secrets);
    }

    private String answers(ManagedServer server) {
        Stream<String> ofServer = Stream.of(
                        "", "/events", "/logs", "/tools", "/tools?refresh=true", "/resources", "/prompts", "/tokens")
                .map(server::path);
        Stream<String> ofAll = Stream.of("/internal/mcp_servers", "/internal/workers");
        return Stream.concat(ofServer, ofAll)
                .map(path -> api.get(path).body().toString())
                .toList()
                .toString();
    }
}
