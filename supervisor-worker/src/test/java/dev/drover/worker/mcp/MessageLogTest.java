package dev.drover.worker.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.drover.worker.supervision.McpSession;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is logged of a real session. */
class MessageLogTest extends SessionFixture {
    private final Logger logger = (Logger) LoggerFactory.getLogger(MessageLog.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
    }

    private List<String> logged() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void nothingIsLoggedUnlessSomebodyWantsToSeeIt() throws Exception {
        get(open().callTool("echo", "{\"x\":1}", LONG));
        assertThat(logged()).isEmpty();
    }

    @Test
    void bothDirectionsAreLoggedWithSecretsMaskedWhileDebugged() throws Exception {
        McpSession session = open();
        session.debug(true);
        get(session.callTool("echo", "{\"x\":\"hush-hush\"}", LONG));
        session.debug(false);
        get(session.ping());
        assertThat(logged()).hasSize(2);
        assertThat(logged().get(0)).startsWith("MCP to " + run).contains("tools/call", "***");
        assertThat(logged().get(1)).startsWith("MCP from " + run).contains("structuredContent", "***");
        assertThat(logged()).noneMatch(line -> line.contains("hush"));
    }

    @Test
    void aConnectorThatDebugsEverythingShowsTheHandshakeToo() throws Exception {
        get(new SdkConnector("0.0.0-test", true).open(run, server, LONG, changes::add));
        assertThat(logged().get(0)).contains("initialize");
        assertThat(logged()).anyMatch(line -> line.contains("serverInfo"));
    }

    @Test
    void aLongMessageIsCut() throws Exception {
        McpSession session = open();
        session.debug(true);
        get(session.callTool("large", "{\"size\":100000}", LONG));
        assertThat(logged().get(1)).hasSizeBetween(4_000, 4_200).endsWith(" characters)");
    }
}
