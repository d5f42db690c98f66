package dev.drover.api.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.api.ApiAgainstRealParts;
import dev.drover.api.ApiUnderTest;
import dev.drover.api.ApiUnderTest.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(ApiAgainstRealParts.class)
class AgentIT {
    private static void know(ApiUnderTest api, long server, String kind, String content) {
        api.jdbc()
                .sql("insert into catalogue values (?, ?, 'd', 1, '[]', ?::json, now())")
                .params(server, kind, content)
                .update();
    }

    private static void associate(ApiUnderTest api, String agent, long server, String body) {
        assertThat(api.send("PUT", "/internal/agents/" + agent + "/mcp_servers/" + server, body)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void theToolsOfAllServersAreOneList(ApiUnderTest api) {
        long plain = api.createServer("agents-plain");
        long odd = api.createServer("agents odd");
        know(api, plain, "tools", "[{\"name\":\"one\",\"inputSchema\":{}},{\"name\":\"two\"}]");
        know(api, odd, "tools", "[{\"name\":\"one\"}]");
        know(api, odd, "resources", "[{\"uri\":\"a:b\"}]");
        associate(api, "lists", plain, "{\"description\": \"for tests\", \"tools\": [\"one\", \"gone\"]}");
        associate(api, "lists", odd, "{}");
        JsonNode tools = api.get("/internal/agents/lists/tools").body();
        assertThat(tools.path("items").findValuesAsString("name"))
                .contains("agents-plain__one", "agents_odd-" + odd + "__one")
                .doesNotContain("agents-plain__two");
        JsonNode first = tools.path("items").path(0);
        assertThat(first.path("server_id").asLong()).isEqualTo(plain);
        assertThat(first.path("status").asString("")).isEqualTo("stopped");
        assertThat(first.path("available").asBoolean(true)).isFalse();
        assertThat(first.path("definition").toString()).isEqualTo("{\"name\":\"one\",\"inputSchema\":{}}");
        assertThat(tools.path("servers").path(0).path("description").asString(""))
                .isEqualTo("for tests");
        assertThat(api.get("/internal/agents/lists/resources")
                        .body()
                        .path("items")
                        .path(0)
                        .path("uri")
                        .asString(""))
                .isEqualTo("a:b");
    }

    @Test
    void whatAnAgentMayNotUseIsNotThere(ApiUnderTest api) {
        long server = api.createServer("agents-strict");
        know(api, server, "tools", "[{\"name\":\"one\"},{\"name\":\"two\"}]");
        associate(api, "strict", server, "{\"tools\": [\"one\"]}");
        String tools = "/internal/agents/strict/tools/";
        assertThat(api.post(tools + "agents-strict__two/call", "{}").text("code"))
                .isEqualTo("tool_not_found");
        assertThat(api.post(tools + "other__one/call", "{}").text("code")).isEqualTo("tool_not_found");
        assertThat(api.get("/internal/agents/nobody/tools").text("code")).isEqualTo("agent_not_found");
        String association = "/internal/agents/strict/mcp_servers/" + server;
        assertThat(api.get(association).body().path("tools").toString()).isEqualTo("[\"one\"]");
        assertThat(api.delete(association).status()).isEqualTo(204);
        assertThat(api.get(association).text("code")).isEqualTo("association_not_found");
    }

    @Test
    void aListThatCannotBeReadMarksItsOwnServerOnly(ApiUnderTest api) {
        long broken = api.createServer("agents-broken");
        long sound = api.createServer("agents-sound");
        know(api, broken, "tools", "[{\"name\":\"one\",\"inputSchema\":{\"maximum\":1e99999999999}}]");
        know(api, sound, "tools", "[{\"name\":\"two\"}]");
        associate(api, "reads", broken, "{}");
        associate(api, "reads", sound, "{}");
        assertThat(api.get("/internal/mcp_servers/" + broken + "/tools").text("code"))
                .isEqualTo("server_error");
        JsonNode tools = api.get("/internal/agents/reads/tools").body();
        assertThat(tools.path("items").findValuesAsString("name")).contains("agents-sound__two");
        assertThat(tools.path("servers").path(0).path("error").path("code").asString(""))
                .isEqualTo("server_error");
        assertThat(tools.path("servers").path(1).path("error").isNull()).isTrue();
    }

    @Test
    void aNameThatIsNoToolStartsNothing(ApiUnderTest api) {
        long known = api.createServer("agents-rests");
        long fresh = api.createServer("agents-fresh");
        know(api, known, "tools", "[{\"name\":\"one\"},{\"name\":\"two\"}]");
        associate(api, "rouses", known, "{\"tools\": [\"one\"], \"start_on_demand\": true}");
        associate(api, "rouses", fresh, "{\"tools\": [\"one\"], \"start_on_demand\": true}");
        for (String name : List.of("agents-rests__two", "agents-rests__oen", "agents-fresh__two")) {
            assertThat(api.post("/internal/agents/rouses/tools/" + name + "/call", "{}")
                            .text("code"))
                    .isEqualTo("tool_not_found");
        }
        for (long server : List.of(known, fresh)) {
            assertThat(api.get("/internal/mcp_servers/" + server).text("desired_status"))
                    .isEqualTo("stopped");
        }
    }

    @Test
    void anAgentOfSeveralAppsIsSeenInOneAtATime(ApiUnderTest api) {
        long app = api.createApp("agents elsewhere");
        long here = api.createServer("agents-same");
        long there = api.createServer("agents-same", "X-App-Id", Long.toString(app));
        associate(api, "both", here, "{}");
        associate(api, "both", there, "{}");
        assertThat(api.get("/internal/agents/both/tools").text("code")).isEqualTo("app_required");
        Answer one = api.get("/internal/agents/both/mcp_servers", "X-App-Id", Long.toString(app));
        assertThat(one.body().path("items").path(0).path("server_id").asLong()).isEqualTo(there);
        assertThat(one.body().path("items").size()).isOne();
    }
}
