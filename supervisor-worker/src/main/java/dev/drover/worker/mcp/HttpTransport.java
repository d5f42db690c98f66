package dev.drover.worker.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.worker.lifecycle.Endpoint;
import dev.drover.worker.lifecycle.ErrorCode;
import dev.drover.worker.remote.RemoteFailure;
import dev.drover.worker.remote.RemoteServer;
import dev.drover.worker.remote.TooLarge;
import dev.drover.worker.supervision.McpFailure;
import dev.drover.worker.supervision.McpFailure.Reason;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The MCP transports over HTTP to a {@link RemoteServer}: Streamable HTTP, the older SSE, or, where the definition leaves it
 * open, SSE if the server refuses the first message over Streamable HTTP. Has no thread; that of the HTTP client brings
 * what the server says.
 */
final class HttpTransport implements SessionTransport, HttpInbox {
    private static final Logger LOG = LoggerFactory.getLogger(HttpTransport.class);

    /** How long a server may take to end a stream whose request it has answered, before the connection is cut. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    /** Of ours to what the server asks, on their way at a time. */
    private static final int MOST_ANSWERS = 16;

    private final RemoteServer server;
    private final MessageLog messages;
    private final Conversation conversation;
    private final Map<Object, Disposable.Swap> underWay = new ConcurrentHashMap<>();
    private final Queue<Disposable> answers = new ConcurrentLinkedQueue<>();
    private volatile HttpChannel channel;
    private volatile boolean isOpen;
    private volatile McpFailure ending = new McpFailure(Reason.EXITED, "The session was closed.");
    private volatile boolean isStateless;
    private volatile boolean hasFallenBack;

    /**
     * @param notifications the methods of those that are passed on; others are ignored
     * @param isDebugged whether messages are logged from the beginning
     */
    HttpTransport(RemoteServer server, Set<String> notifications, boolean isDebugged) {
        this.server = server;
        messages = new MessageLog(server.run(), server::masked, isDebugged);
        conversation = new Conversation(server.run(), notifications, server::masked, this::ended);
        channel = server.transport() == Endpoint.Transport.SSE
                ? new SseChannel(server, this)
                : new StreamableChannel(server, this);
        server.farewell(Mono.defer(() -> channel.farewell()));
    }

    @Override
    public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        conversation.begin(handler);
        var _ = server.exit().thenAccept(exit -> close());
        return Mono.empty();
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
        return Mono.deferContextual(context -> {
            if (message instanceof JSONRPCRequest request) {
                ask(request, context.getOrDefault(TIMEOUT, null));
            } else {
                tell(message);
            }
            return Mono.empty();
        });
    }

    private void ask(JSONRPCRequest request, @Nullable Duration timeout) {
        Disposable.Swap exchange = Disposables.swap();
        underWay.put(request.id(), exchange);
        conversation.await(request, timeout, this::tell);
        if (!conversation.hasEnded()) {
            exchange.update(channel.send(outgoing(request)));
        }
    }

    private void tell(JSONRPCMessage message) {
        if (isStateless) {
            // It would be told that a request is given up: it learns so from the end of its connection.
            return;
        }
        Outgoing outgoing = outgoing(message);
        if (outgoing.endsHandshake()) {
            isOpen = true;
        }
        if (message instanceof JSONRPCResponse) {
            answer(outgoing);
        } else {
            channel.send(outgoing);
        }
    }

    /** A server that asks without end, and takes no answer, gets none of the rest. */
    private void answer(Outgoing answer) {
        answers.removeIf(Disposable::isDisposed);
        if (answers.size() < MOST_ANSWERS) {
            answers.add(channel.send(answer));
        }
    }

    private Outgoing outgoing(JSONRPCMessage message) {
        byte[] body = Wire.encode(message);
        messages.sent(body);
        return Outgoing.of(message, body);
    }

    private void ended(Object requestId) {
        Disposable.Swap exchange = underWay.remove(requestId);
        if (exchange != null && !exchange.isDisposed()) {
            Schedulers.parallel().schedule(exchange::dispose, LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void received(String text) {
        JSONRPCMessage message = Wire.decode(text);
        if (message == null) {
            LOG.warn("{} sent what is no JSON-RPC message, which is skipped", server.run());
        } else {
            messages.received(text);
            conversation.receive(message, text.getBytes(UTF_8).length);
        }
    }

    @Override
    public boolean isAwaited(Outgoing request) {
        return request.id() != null && conversation.isAwaited(request.id());
    }

    @Override
    public void failed(Outgoing message, Throwable why) {
        if (why instanceof RemoteFailure failure) {
            failed(message, failure);
        } else if (message.id() != null) {
            boolean isTooLarge = why instanceof TooLarge;
            Reason reason = isTooLarge ? Reason.TOO_LARGE : Reason.PROTOCOL;
            conversation.fail(message.id(), new McpFailure(reason, String.valueOf(why.getMessage())));
        }
    }

    private void failed(Outgoing message, RemoteFailure failure) {
        if (failure.isRefusal() && isAnswer(message, failure.body())) {
            received(failure.body());
            return;
        }
        if (message.isInitialize() && failure.isRefusal() && fallsBack()) {
            LOG.info("{}: {}; trying SSE", server.run(), failure.reason());
            channel.send(message);
            return;
        }
        if (isOpen && failure.isLasting()) {
            lost(failure);
        } else if (message.id() != null) {
            conversation.fail(message.id(), mcp(message, failure));
        } else {
            LOG.debug("{}: {} did not get through: {}", server.run(), message.method(), failure.reason());
        }
    }

    /** Servers without sessions refuse in the words of MCP, and one that knows of none an initialize likewise. */
    private static boolean isAnswer(Outgoing message, String body) {
        return Wire.decode(body) instanceof JSONRPCResponse response
                && response.id().equals(message.id())
                && (message.isStateless()
                        || (message.isInitialize()
                                && response.result() instanceof McpFailure refusal
                                && Stateless.isMeant(refusal)));
    }

    @Override
    public boolean fallsBack() {
        boolean falls = server.transport() == Endpoint.Transport.AUTO && !hasFallenBack;
        if (falls) {
            hasFallenBack = true;
            isStateless = false;
            isOpen = false;
            server.speaks(Endpoint.Transport.SSE);
            channel.close();
            channel = new SseChannel(server, this);
        }
        return falls;
    }

    private McpFailure mcp(Outgoing message, RemoteFailure failure) {
        boolean isBroken = failure.code() == ErrorCode.CRASHED;
        if (!isOpen) {
            String tried = hasFallenBack ? " (Streamable HTTP was refused before)" : "";
            ErrorCode code = isBroken ? ErrorCode.HANDSHAKE_FAILED : failure.code();
            return new McpFailure(code, failure.reason() + tried);
        }
        return isBroken && !message.isPing()
                ? new McpFailure(Reason.EXITED, failure.reason())
                : new McpFailure(failure.code(), failure.reason());
    }

    @Override
    public void flooded() {
        conversation.failAll(Conversation.tooLarge(RemoteServer.LARGEST_MESSAGE));
    }

    @Override
    public void lost(RemoteFailure failure) {
        if (isOpen) {
            // The end of the run closes this, and what is pending then is told the same.
            ending = new McpFailure(failure.code(), failure.reason());
            server.lost(failure);
            close();
        } else {
            conversation.failAll(new McpFailure(ErrorCode.HANDSHAKE_FAILED, failure.reason()));
        }
    }

    @Override
    public void beStateless() {
        isStateless = true;
        isOpen = true;
    }

    @Override
    public void debug(boolean enabled) {
        messages.enable(enabled);
    }

    @Override
    public boolean isKnownStateless() {
        return server.isStateless();
    }

    @Override
    public void foundStateless() {
        server.knowsNoSessions();
    }

    @Override
    public boolean isHeardUnasked() {
        return server.isHeardUnasked();
    }

    @Override
    public boolean hasEnded() {
        return conversation.hasEnded();
    }

    @Override
    public void close() {
        conversation.end(ending);
        underWay.values().forEach(Disposable::dispose);
        channel.close();
    }
}
