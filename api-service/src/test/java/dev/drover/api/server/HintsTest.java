package dev.drover.api.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HintsTest {
    private static final String ANY_OTHER = Hints.of("SOMETHING_NEW", List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COMMAND_NOT_FOUND",
                "COMMAND_NOT_ALLOWED",
                "PERMISSION_DENIED",
                "EXITED_EARLY",
                "HANDSHAKE_TIMEOUT",
                "HANDSHAKE_FAILED",
                "UNAUTHORIZED",
                "CONNECTION_REFUSED",
                "HOST_NOT_FOUND",
                "CONNECT_TIMEOUT",
                "TLS_FAILED",
                "REDIRECTED",
                "NOT_AN_MCP_SERVER",
                "URL_NOT_ALLOWED",
                "CRASHED",
                "UNRESPONSIVE",
                "RESOURCE_LIMIT",
                "SECRET_UNREADABLE",
                "RESTART_LIMIT",
                "NO_WORKER_ANSWERED",
                "STILL_STARTING"
            })
    void everyCodeHasAHintOfItsOwn(String code) {
        assertThat(Hints.of(code, List.of())).isNotBlank().isNotEqualTo(ANY_OTHER);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            EXITED_EARLY  | Please set SLACK_BOT_TOKEN and SLACK_TEAM_ID environment variables | SLACK_BOT_TOKEN and SLACK_TEAM_ID
            CRASHED       | Error: GITHUB_TOKEN is invalid                                     | GITHUB_TOKEN
            RESTART_LIMIT | missing API_KEY (API_KEY)                                          | API_KEY:
            """)
    void theVariableThatStderrNamesIsNamed(String code, String line, String named) {
        assertThat(Hints.of(code, List.of("starting", line))).contains(named, "'env'");
    }

    @Test
    void whatIsNoVariableIsNotTakenForOne() {
        List<String> tail = List.of("Error [ERR_MODULE_NOT_FOUND]: Cannot find package", "code: ENOENT, HTTP 401");

        assertThat(Hints.of("EXITED_EARLY", tail)).isEqualTo(Hints.of("EXITED_EARLY", List.of()));
    }
}
