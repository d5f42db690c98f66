package dev.drover.api.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.api.ApiAgainstRealParts;
import dev.drover.api.ApiUnderTest;
import dev.drover.api.ApiUnderTest.Answer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@ExtendWith(ApiAgainstRealParts.class)
class ImportIT {
    private static final String IMPORT = "/internal/mcp_servers/import";

    private final ApiUnderTest api;
    private String app = "";

    ImportIT(ApiUnderTest api) {
        this.api = api;
    }

    @BeforeEach
    void ownApp(TestInfo test) {
        app = api.post(
                        "/internal/apps",
                        "{\"name\": \"import " + test.getDisplayName().hashCode() + "\"}")
                .body()
                .path("app_id")
                .toString();
    }

    @Test
    void eachEntryHasItsOutcome() {
        Answer first = take("", """
                {"mcpServers": {
                   "fine": {"command": "npx", "args": ["-y", "x"], "env": {"A": "b"}, "autoApprove": ["t"]},
                   "remote": {"type": "http", "url": "https://mcp.example.org"},
                   "forbidden": {"command": "bash"},
                   "odd": {"command": "node", "args": "x"},
                   "none": 7},
                 "globalShortcut": ""}""");

        assertThat(first.status()).isEqualTo(200);
        assertThat(outcomes(first)).containsExactly("created", "created", "rejected", "rejected", "rejected");
        assertThat(first.body().path("warnings").toString()).contains("globalShortcut");
        assertThat(first.body().at("/items/0/warnings").toString()).contains("autoApprove");
        assertThat(first.body().at("/items/2/error/code").asString()).isEqualTo("command_not_allowed");
        assertThat(first.body().at("/items/2/error/field").asString()).isEqualTo("command");
        assertThat(first.body().at("/items/3/error/code").asString()).isEqualTo("invalid_field");
        assertThat(first.body().at("/items/3/error/field").asString()).isEqualTo("args");
        assertThat(servers().findValuesAsString("name")).containsExactly("fine", "remote");
    }

    @Test
    void whatIsThereAlreadyIsUpdatedAndKeepsWhatTheFileHasNoWordsFor() {
        api.post("/internal/mcp_servers", """
                {"name": "mine", "command": "node", "restart": "always", "description": "d", "app_id": %s}""".formatted(app));

        Answer same = take("", "{\"mine\": {\"command\": \"node\"}}");
        assertThat(outcomes(same)).containsExactly("updated");
        assertThat(same.body().at("/items/0/changed").asBoolean()).isFalse();

        Answer other = take("", "{\"servers\": {\"mine\": {\"command\": \"npx\", \"disabled\": true}}}");
        assertThat(other.body().at("/items/0/changed").asBoolean()).isTrue();
        JsonNode server = servers().get(0);
        assertThat(server.path("generation").asInt()).isEqualTo(2);
        assertThat(server.path("command").asString()).isEqualTo("npx");
        assertThat(server.path("restart").asString()).isEqualTo("always");
        assertThat(server.path("description").asString()).isEqualTo("d");
        assertThat(server.path("desired_status").asString()).isEqualTo("stopped");
    }

    @Test
    void allOrNothingIsNothingWhenOneIsRejected() {
        String file =
                "{\"a\": {\"command\": \"node\"}, \"b\": {\"command\": \"bash\"}, \"c\": {\"command\": \"node\"}}";

        Answer nothing = take("?atomic=true", file);
        assertThat(outcomes(nothing)).containsOnly("rejected");
        assertThat(nothing.body().path("items").findValuesAsString("code"))
                .containsExactly("not_imported", "command_not_allowed", "not_imported");
        assertThat(servers().isEmpty()).isTrue();

        assertThat(outcomes(take("?atomic=true", file.replace("bash", "npx")))).containsOnly("created");
        assertThat(servers().size()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "7",
                "{\"a\": {\"command\": \"node\"}, \"a\": {}}",
                "{\"\\ud800\": {\"command\": \"node\"}}"
            })
    void whatIsNoMapIsRefused(String body) {
        assertThat(take("", body).text("code")).isEqualTo("malformed_json");
    }

    @Test
    void aNameThatNoServerMayHaveIsRejectedAlone() {
        Answer answer = take("", "{\"\\u0000\": {\"command\": \"node\"}, \"a\": {\"command\": \"node\"}}");

        assertThat(outcomes(answer)).as("%s", answer.body()).containsExactly("rejected", "created");
    }

    private Answer take(String query, String body) {
        return api.post(IMPORT + query, body, "X-App-Id", app);
    }

    private JsonNode servers() {
        return api.get("/internal/mcp_servers?app_id=" + app).body().path("items");
    }

    private static List<String> outcomes(Answer answer) {
        return answer.body().path("items").findValuesAsString("outcome");
    }
}
