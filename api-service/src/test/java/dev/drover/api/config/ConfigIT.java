package dev.drover.api.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.api.ApiAgainstRealParts;
import dev.drover.api.ApiUnderTest;
import dev.drover.api.ApiUnderTest.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(ApiAgainstRealParts.class)
class ConfigIT {
    private static final String TWO = """
            {"name": "%s", "protocol_version": "2025-11-25", "config_data": {
              "files": {"command": "node", "args": ["a.mjs"], "env": {"TOKEN": "hush-hush"}},
              "far": {"url": "https://far.example/mcp", "headers": {"Authorization": "Bearer hush-hush"}}}}""";

    private static String create(ApiUnderTest api, String body) {
        Answer created = api.post("/internal/mcp_configs", body);
        assertThat(created.status()).as(created.toString()).isEqualTo(201);
        return "/internal/mcp_configs/" + created.body().path("config_id").asLong();
    }

    private static JsonNode server(ApiUnderTest api, JsonNode config, String entry) {
        return api.get("/internal/mcp_servers/"
                        + config.path("servers").path(entry).asLong())
                .body();
    }

    @Test
    void eachEntryIsAServerAndTheDocumentComesBackWithoutSecrets(ApiUnderTest api) {
        String path = create(api, TWO.formatted("older"));
        JsonNode config = api.get(path).body();
        assertThat(config.path("config_data").toString())
                .isEqualTo("{\"files\":{\"command\":\"node\",\"args\":[\"a.mjs\"],\"env\":{\"TOKEN\":{\"keep\":true}}},"
                        + "\"far\":{\"url\":\"https://far.example/mcp\","
                        + "\"headers\":{\"Authorization\":{\"keep\":true}}}}");
        assertThat(server(api, config, "files").path("name").asString("")).isEqualTo("older/files");
        assertThat(server(api, config, "files").path("config_id")).isEqualTo(config.path("config_id"));
        assertThat(server(api, config, "far").path("url").asString("")).isEqualTo("https://far.example/mcp");
    }

    @Test
    void onlyWhatDiffersIsChanged(ApiUnderTest api) {
        String path = create(api, TWO.formatted("changing"));
        JsonNode before = api.get(path).body();
        Answer same = api.send("PUT", path, TWO.formatted("changing").replace("\"hush-hush\"", "{\"keep\": true}"));
        assertThat(same.status()).isEqualTo(200);
        assertThat(server(api, before, "files").path("generation").asInt()).isOne();
        Answer other = api.send("PUT", path, """
                {"name": "changing", "config_data": {
                  "files": {"command": "node", "args": ["b.mjs"], "env": {"TOKEN": {"keep": true}}},
                  "more": {"command": "node"}}}""");
        assertThat(other.status()).isEqualTo(200);
        assertThat(other.body().path("servers").propertyNames()).containsExactlyInAnyOrder("files", "more");
        assertThat(server(api, before, "files").path("generation").asInt()).isEqualTo(2);
        assertThat(server(api, before, "far").path("desired_status").asString(""))
                .isEqualTo("removed");
        assertThat(api.delete(path).status()).isEqualTo(204);
        assertThat(api.get(path).text("code")).isEqualTo("config_not_found");
        assertThat(server(api, before, "files").path("desired_status").asString(""))
                .isEqualTo("removed");
    }

    @Test
    void anEntryThatBreaksARuleIsNamedAndNothingIsKept(ApiUnderTest api) {
        Answer refused = api.post("/internal/mcp_configs", """
                {"name": "broken", "config_data": {"good": {"command": "node"}, "bad": {"command": "rm"}}}""");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("code")).isEqualTo("command_not_allowed");
        assertThat(refused.text("entry")).isEqualTo("bad");
        assertThat(api.get("/internal/mcp_servers?name=broken/good")
                        .body()
                        .path("items")
                        .isEmpty())
                .isTrue();
    }

    @Test
    void anEntryHasNoFieldsThatAreItsConfigurations(ApiUnderTest api) {
        for (String field : List.of("\"start\": true", "\"app_id\": 1", "\"name\": \"other\"")) {
            Answer refused = api.post(
                    "/internal/mcp_configs",
                    "{\"name\": \"fields\", \"config_data\": {\"one\": {\"command\": \"node\", " + field + "}}}");
            assertThat(refused.status()).as(field).isEqualTo(422);
            assertThat(refused.text("code")).isEqualTo("field_not_applicable");
            assertThat(refused.text("entry")).isEqualTo("one");
        }
    }

    @Test
    void aNameThatIsStillBeingRemovedIsSaidToBe(ApiUnderTest api) {
        String document = "{\"name\": \"again\", \"config_data\": {\"%s\": {\"command\": \"node\"}}}";
        String path = create(api, document.formatted("one"));
        assertThat(api.send("PUT", path, document.formatted("two")).status()).isEqualTo(200);
        Answer refused = api.send("PUT", path, document.formatted("one"));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("code")).isEqualTo("server_being_removed");
        assertThat(refused.text("entry")).isEqualTo("one");
    }

    @Test
    void anAgentMayUseAllOfAConfiguration(ApiUnderTest api) {
        String path = create(api, TWO.formatted("agents"));
        String id = path.substring(path.lastIndexOf('/') + 1);
        api.send("PUT", "/internal/agents/configured/mcp_configs/" + id, "{\"description\": \"both\"}");
        assertThat(api.get("/internal/agents/configured/mcp_servers")
                        .body()
                        .path("items")
                        .size())
                .isEqualTo(2);
    }
}
