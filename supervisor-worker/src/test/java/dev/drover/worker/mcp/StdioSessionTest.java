package dev.drover.worker.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.worker.lifecycle.CatalogueKind;
import dev.drover.worker.lifecycle.ServerInfo;
import dev.drover.worker.supervision.McpFailure;
import dev.drover.worker.supervision.McpFailure.Reason;
import dev.drover.worker.supervision.McpSession;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class StdioSessionTest extends SessionFixture {
    @Test
    void theHandshakeTellsWhatTheServerIs() throws Exception {
        assertThat(open().info())
                .isEqualTo(new ServerInfo(
                        "2025-06-18",
                        "test",
                        "1.2.3",
                        "{\"tools\":{\"listChanged\":true,\"x-new\":1},\"prompts\":{}}"));
    }

    @Test
    void whatTheClientSaysIsProperMcp() throws Exception {
        McpSession session = open();

        assertThat(get(session.callTool("seen", "{}", LONG)))
                .contains("\"protocolVersion\":\"2025-11-25\"")
                .contains("\"capabilities\":{}")
                .contains("\"name\":\"drover\"")
                .contains("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
    }

    @Test
    void aServerOfAnUnknownRevisionIsRefusedByName() {
        restart("future");

        assertThat(failure(connect(LONG)))
                .hasMessageContaining("2031-01-01")
                .extracting(McpFailure::reason)
                .isEqualTo(Reason.PROTOCOL);
    }

    @Test
    void aServerThatExitsDuringTheHandshakeFailsItAtOnce() {
        restart("stillborn");

        assertThat(failure(connect(LONG)).reason()).isEqualTo(Reason.EXITED);
    }

    @Test
    void aServerThatNeverAnswersTheHandshakeFailsItWhenItIsKilled() {
        restart("mute");
        CompletableFuture<McpSession> session = connect(LONG);
        assertThat(session).isNotDone();

        server.kill();

        assertThat(failure(session).reason()).isEqualTo(Reason.EXITED);
    }

    @Test
    void everyCharacterOfAResultIsKept() throws Exception {
        assertThat(get(open().callTool("raw", "{}", LONG)))
                .isEqualTo("{\"big\": 12345678901234567890123,\"price\":1.10,\"huge\":1e400,"
                        + "\"later\":{\"field\":[true,null]},\"umlaut\":\"ä\\u00e4€🐂\",\"content\":[]}");
    }

    @Test
    void argumentsOnSeveralLinesArriveAsOneMessage() throws Exception {
        assertThat(get(open().callTool("echo", "{\n  \"n\":\r\n [1,\"a\\nb\"]\n}", LONG)))
                .contains("\"structuredContent\":{\"n\":[1,\"a\\nb\"]}");
    }

    @Test
    void argumentsThatAreNoObjectAreNotSent() throws Exception {
        McpSession session = open();

        assertThat(failure(session.callTool("die", "[]", LONG)).reason()).isEqualTo(Reason.PROTOCOL);
        assertThat(failure(session.callTool("die", "{}, \"id\": {}", LONG)).reason())
                .isEqualTo(Reason.PROTOCOL);
        assertThat(get(session.ping())).isEqualTo("{}");
    }

    @Test
    void resourcesAndPromptsAreRead() throws Exception {
        McpSession session = open();

        assertThat(get(session.readResource("file:///a \"b\"")))
                .isEqualTo("{\"contents\":[{\"uri\":\"file:///a \\\"b\\\"\",\"text\":\"r\"}]}");
        assertThat(get(session.getPrompt("p", "{\"a\":\"1\"}")))
                .isEqualTo("{\"description\":\"p\",\"args\":{\"a\":\"1\"}}");
    }

    @Test
    void anErrorOfTheServerKeepsItsCodeAndMessage() throws Exception {
        McpFailure failure = failure(open().callTool("fail", "{}", LONG));

        assertThat(failure.reason()).isEqualTo(Reason.SERVER_ERROR);
        assertThat(failure).hasMessage("no such bucket");
        assertThat(failure.serverCode()).isEqualTo(-32042);
    }

    @Test
    void aResultThatIsNoObjectIsAProtocolFailure() throws Exception {
        assertThat(failure(open().callTool("scalar", "{}", LONG)).reason()).isEqualTo(Reason.PROTOCOL);
    }

    @Test
    void aLateCallIsCancelledAndItsAnswerIgnored() throws Exception {
        McpSession session = open();

        McpFailure failure = failure(session.callTool("late", "{\"millis\":200}", Duration.ofMillis(50)));

        assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT);
        assertThat(failure).hasMessageContaining("tools/call");
        await().untilAsserted(() -> assertThat(get(session.callTool("seen", "{}", LONG)))
                .containsPattern("\"method\":\"notifications/cancelled\",\"params\":\\{[^}]*\"requestId\":\"[^\"]+\""));
    }

    @Test
    void theRequestTimeoutHoldsForCallsToo() throws Exception {
        McpSession session = open(Duration.ofSeconds(1));

        assertThat(failure(session.callTool("never", "{}", LONG)).reason()).isEqualTo(Reason.TIMEOUT);
    }

    @Test
    void aCallWithoutTimeLeftIsNotSent() throws Exception {
        McpSession session = open();

        assertThat(failure(session.callTool("die", "{}", Duration.ZERO)).reason())
                .isEqualTo(Reason.TIMEOUT);
        assertThat(get(session.ping())).isEqualTo("{}");
    }

    @Test
    void aDeathDuringCallsFailsThemAllAtOnceAndWhateverComesAfter() throws Exception {
        McpSession session = open();
        CompletableFuture<String> waiting = session.callTool("never", "{}", LONG);

        CompletableFuture<String> deadly = session.callTool("die", "{}", LONG);

        assertThat(failure(deadly).reason()).isEqualTo(Reason.EXITED);
        assertThat(failure(waiting).reason()).isEqualTo(Reason.EXITED);
        assertThat(failure(session.ping()).reason()).isEqualTo(Reason.EXITED);
    }

    @Test
    void theLastWordsOfAServerAreHeard() throws Exception {
        assertThat(get(open().callTool("answerAndDie", "{}", LONG))).contains("last words");
    }

    @Test
    void closingFailsWhatIsPendingAndLeavesTheProcessAlone() throws Exception {
        McpSession session = open();
        CompletableFuture<String> waiting = session.callTool("never", "{}", LONG);

        session.close();

        assertThat(failure(waiting).reason()).isEqualTo(Reason.EXITED);
        assertThat(server.exit()).isNotDone();
    }

    @Test
    void noiseOnStdoutIsSkipped() throws Exception {
        restart("banner");

        assertThat(get(open().callTool("noise", "{\"lines\":20}", LONG))).contains("still here");
    }

    @Test
    void listChangesAreReportedAndUnknownNotificationsIgnored() throws Exception {
        get(open().callTool("changed", "{}", LONG));

        assertThat(changes).containsExactly(CatalogueKind.TOOLS, CatalogueKind.RESOURCES, CatalogueKind.PROMPTS);
    }

    @Test
    void aListenerThatThrowsDoesNotEndTheSession() throws Exception {
        McpSession session = get(new SdkConnector("0.0.0-test", false).open(run, server, LONG, kind -> {
            throw new IllegalStateException("listener");
        }));

        get(session.callTool("changed", "{}", LONG));

        assertThat(get(session.ping())).isEqualTo("{}");
    }

    @Test
    void aPingOfTheServerIsAnsweredAndAnythingElseRefused() throws Exception {
        McpSession session = open();
        get(session.callTool("ask", "{}", LONG));

        await().untilAsserted(() -> assertThat(get(session.callTool("seen", "{}", LONG)))
                .containsPattern("\"id\":1234567890123456,\"result\":\\{\\}")
                .containsPattern("\"id\":\"r\",\"error\":\\{\"code\":-32601"));
    }
}
