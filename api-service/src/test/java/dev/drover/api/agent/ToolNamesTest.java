package dev.drover.api.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ToolNamesTest {
    /** Names that come close to each other once what is not allowed is taken out of them. */
    private static final List<String> SERVERS = List.of(
            "github",
            "GitHub MCP",
            "GitHub_MCP",
            "GitHub__MCP",
            "GitHub_MCP-2",
            "GitHub_MCP_",
            "a",
            "a_",
            "a__b",
            "a.b",
            "größe",
            "gr__e",
            "x".repeat(48),
            "x".repeat(49),
            "x".repeat(255),
            "-7",
            "_",
            "__",
            "日本");

    private static final List<String> TOOLS = List.of(
            "search",
            "b__c",
            "_x",
            "x",
            "b",
            "do/it",
            "do_it",
            "do_it-0123456789",
            "do.it",
            "t".repeat(128),
            "t".repeat(129),
            "größe",
            "c",
            "__",
            "-2__x");

    @Test
    void aPlainNameStandsAsItIs() {
        assertThat(ToolNames.of("github", 7, "create_issue")).isEqualTo("github__create_issue");
    }

    @Test
    void everyNameIsValidAndNoTwoToolsHaveTheSame() {
        Map<String, String> owners = new HashMap<>();
        for (int id = 1; id <= SERVERS.size(); id++) {
            for (String tool : TOOLS) {
                String name = ToolNames.of(SERVERS.get(id - 1), id, tool);
                assertThat(name).matches("[A-Za-z0-9_.-]{1,128}");
                assertThat(owners.put(name, id + tool)).as(name).isNull();
            }
        }
    }

    @Test
    void aNameLeadsToOneServerOnly() {
        for (int id = 1; id <= SERVERS.size(); id++) {
            String name = ToolNames.of(SERVERS.get(id - 1), id, "b__c");
            for (int other = 1; other <= SERVERS.size(); other++) {
                assertThat(name.startsWith(ToolNames.server(SERVERS.get(other - 1), other) + "__"))
                        .as("%s of %s", name, SERVERS.get(other - 1))
                        .isEqualTo(id == other);
            }
        }
    }

    @Test
    void aPlainToolIsToldFromItsName() {
        assertThat(ToolNames.plain("github", 7, "github__b__c")).contains("b__c");
        assertThat(ToolNames.plain("github", 7, "other__b")).isEmpty();
        assertThat(ToolNames.plain("github", 7, ToolNames.of("github", 7, "do/it")))
                .isEmpty();
    }
}
