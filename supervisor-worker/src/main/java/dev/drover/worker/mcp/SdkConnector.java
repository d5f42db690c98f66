package dev.drover.worker.mcp;

import dev.drover.worker.lifecycle.CatalogueKind;
import dev.drover.worker.lifecycle.RunId;
import dev.drover.worker.remote.RemoteServer;
import dev.drover.worker.supervision.McpConnector;
import dev.drover.worker.supervision.McpSession;
import dev.drover.worker.supervision.ServerProcess;
import dev.drover.worker.supervision.ServerRun;
import io.modelcontextprotocol.spec.McpClientSession;
import io.modelcontextprotocol.spec.McpClientSession.NotificationHandler;
import io.modelcontextprotocol.spec.McpClientSession.RequestHandler;
import io.modelcontextprotocol.spec.McpSchema;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Opens MCP sessions with processes, over their stdin and stdout, and with servers elsewhere, over HTTP. Thread-safe. */
public final class SdkConnector implements McpConnector {
    private static final Logger LOG = LoggerFactory.getLogger(SdkConnector.class);
    /** The SDK wants one timeout for all requests; ours are kept by the transport. */
    private static final Duration NEVER = Duration.ofDays(365);

    private static final Map<String, RequestHandler<?>> REQUESTS =
            Map.of(McpSchema.METHOD_PING, params -> Mono.just(Map.of()));

    private final String version;
    private final boolean isDebugged;

    /**
     * @param version of this program, told to servers
     * @param isDebugged whether the messages of every server are logged
     */
    public SdkConnector(String version, boolean isDebugged) {
        this.version = version;
        this.isDebugged = isDebugged;
    }

    @Override
    public CompletableFuture<McpSession> open(
            RunId run, ServerRun server, Duration requestTimeout, Consumer<CatalogueKind> onListChanged) {
        Map<String, NotificationHandler> notifications = Map.of(
                McpSchema.METHOD_NOTIFICATION_TOOLS_LIST_CHANGED,
                params -> Mono.fromRunnable(() -> onListChanged.accept(CatalogueKind.TOOLS)),
                McpSchema.METHOD_NOTIFICATION_RESOURCES_LIST_CHANGED,
                params -> Mono.fromRunnable(() -> onListChanged.accept(CatalogueKind.RESOURCES)),
                McpSchema.METHOD_NOTIFICATION_PROMPTS_LIST_CHANGED,
                params -> Mono.fromRunnable(() -> onListChanged.accept(CatalogueKind.PROMPTS)),
                McpSchema.METHOD_NOTIFICATION_MESSAGE,
                params -> Mono.fromRunnable(() -> LOG.debug(
                        "{} says: {}", run, params instanceof RawJson json ? server.masked(json.text()) : params)));
        SessionTransport transport = transport(run, server, notifications.keySet());
        McpClientSession session =
                new McpClientSession(NEVER, transport, REQUESTS, notifications, connected -> connected);
        Requests requests = new Requests(session, transport);
        return Requests.future(Handshake.make(requests, version)
                .<McpSession>map(made -> new InitializedSession(made.requests(), made.info(), requestTimeout))
                .doOnError(e -> requests.close()));
    }

    private SessionTransport transport(RunId run, ServerRun server, Set<String> notifications) {
        return switch (server) {
            case ServerProcess process -> new StdioTransport(run, process, notifications, isDebugged);
            case RemoteServer remote -> new HttpTransport(remote, notifications, isDebugged);
            default -> throw new IllegalArgumentException("cannot speak to a " + server.getClass());
        };
    }
}
