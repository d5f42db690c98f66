package dev.drover.worker.mcp;

import dev.drover.worker.lifecycle.ErrorCode;
import dev.drover.worker.remote.Event;
import dev.drover.worker.remote.Head;
import dev.drover.worker.remote.RemoteFailure;
import dev.drover.worker.remote.RemoteServer;
import dev.drover.worker.remote.Request;
import dev.drover.worker.remote.Request.Expected;
import io.modelcontextprotocol.spec.McpSchema;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.core.JacksonException;

/**
 * MCP 2025-11-25, "Streamable HTTP": each message is posted, and a request's answer comes with the answer to its post, or
 * in a stream that can be resumed. A session that the server has forgotten is made anew, and the message posted again: it
 * was not looked at.
 */
final class StreamableChannel implements HttpChannel {
    private static final String SESSION = "Mcp-Session-Id";
    private static final String VERSION = "MCP-Protocol-Version";
    private static final Duration LONGEST_NOTIFICATION = Duration.ofSeconds(30);
    private static final Duration BEFORE_RESUMING = Duration.ofMillis(500);

    /** In a row that bring nothing; a request's own timeout bounds the rest. */
    private static final int MOST_RESUMPTIONS = 5;

    private final RemoteServer server;
    private final HttpInbox inbox;
    private final Listening listening;
    private final ToolHeaders toolHeaders = new ToolHeaders();
    private final Sinks.Empty<Void> opened = Sinks.empty();
    private final Sinks.Empty<Void> closed = Sinks.empty();
    private final AtomicReference<@Nullable Mono<Void>> renewal = new AtomicReference<>();
    private volatile @Nullable Outgoing initialize;
    private volatile @Nullable String sessionId;
    private volatile @Nullable String version;

    StreamableChannel(RemoteServer server, HttpInbox inbox) {
        this.server = server;
        this.inbox = inbox;
        this.listening = new Listening(server, inbox, this);
    }

    @Override
    public Disposable send(Outgoing message) {
        if (message.isInitialize()) {
            initialize = message;
        }
        Flux<Event> answer = message.isRequest()
                ? answer(message)
                : post(message, head -> {}).timeout(LONGEST_NOTIFICATION, Mono.error(unanswered()));
        return afterTheHandshake(message, answer)
                .subscribe(event -> received(message, event), e -> failed(message, e), () -> finished(message));
    }

    private void received(Outgoing message, Event event) {
        if (message.isStateless() && message.method().equals(McpSchema.METHOD_TOOLS_LIST)) {
            toolHeaders.learn(event.data());
        }
        inbox.received(event.data());
    }

    /** Posts are on their way side by side: none may overtake the one that ends the handshake. */
    private Flux<Event> afterTheHandshake(Outgoing message, Flux<Event> answer) {
        boolean isOfTheHandshake = message.isInitialize() || message.endsHandshake() || message.isStateless();
        return isOfTheHandshake ? answer : opened.asMono().thenMany(answer);
    }

    private void failed(Outgoing message, Throwable why) {
        if (message.endsHandshake()) {
            opened.tryEmitEmpty();
            listening.begin();
        }
        inbox.failed(message, why);
    }

    private void finished(Outgoing message) {
        if (message.endsHandshake()) {
            opened.tryEmitEmpty();
            if (server.isHeardUnasked()) {
                listening.begin();
            }
        } else if (inbox.isAwaited(message)) {
            inbox.failed(message, unanswered());
        }
    }

    private RemoteFailure unanswered() {
        return new RemoteFailure(
                ErrorCode.NOT_AN_MCP_SERVER, "The server at " + server.url() + " ended its answer without a message.");
    }

    /** With what follows when the stream of it is resumed. */
    private Flux<Event> answer(Outgoing request) {
        AtomicReference<@Nullable String> lastEvent = new AtomicReference<>();
        return post(request, head -> noteSession(request, head))
                .doOnNext(event -> isTheAnswerTo(request, event))
                .doOnNext(event -> lastEvent.set(event.id()))
                .concatWith(Flux.defer(() -> resumed(request, lastEvent, 0)))
                .onErrorResume(e -> lastEvent.get() != null && isBroken(e), e -> resumed(request, lastEvent, 0));
    }

    private Flux<Event> resumed(Outgoing request, AtomicReference<@Nullable String> lastEvent, int times) {
        String after = lastEvent.get();
        if (after == null || !inbox.isAwaited(request) || times == MOST_RESUMPTIONS) {
            return Flux.empty();
        }
        Map<String, String> headers = headers("text/event-stream");
        headers.put("Last-Event-ID", after);
        AtomicInteger fruitless = new AtomicInteger(times + 1);
        return Mono.delay(BEFORE_RESUMING)
                .thenMany(server.exchange(Request.get(server.url(), headers), head -> {}))
                .doOnNext(event -> {
                    fruitless.set(0);
                    lastEvent.set(event.id() == null ? lastEvent.get() : event.id());
                })
                .onErrorResume(StreamableChannel::isBroken, e -> Flux.empty())
                .concatWith(Flux.defer(() -> resumed(request, lastEvent, fruitless.get())));
    }

    private Flux<Event> post(Outgoing message, Consumer<Head> onHead) {
        return Flux.defer(() -> {
            String session = sessionId;
            return attempt(message, onHead)
                    .onErrorResume(
                            e -> isForgotten(e, session) && !message.isInitialize(),
                            e -> renew(session).thenMany(again(message, e, onHead)));
        });
    }

    /** 404 says that nobody looked at the message; 400 may be the tool's own. */
    private Flux<Event> again(Outgoing message, Throwable why, Consumer<Head> onHead) {
        boolean wasLookedAt = why instanceof RemoteFailure failure && failure.status() != 404;
        return wasLookedAt && !message.isRepeatable() ? Flux.error(why) : Flux.defer(() -> exchange(message, onHead));
    }

    /** A connection that the server closed just before it was used again is no reason to fail. */
    private Flux<Event> attempt(Outgoing message, Consumer<Head> onHead) {
        AtomicBoolean isAnswered = new AtomicBoolean();
        return exchange(message, head -> {
                    isAnswered.set(true);
                    onHead.accept(head);
                })
                .onErrorResume(
                        e -> isBroken(e) && !isAnswered.get() && message.isRepeatable(),
                        e -> exchange(message, onHead));
    }

    private Flux<Event> exchange(Outgoing message, Consumer<Head> onHead) {
        return exchange(message, onHead, sessionId);
    }

    private Flux<Event> exchange(Outgoing message, Consumer<Head> onHead, @Nullable String session) {
        Map<String, String> headers = headers("application/json, text/event-stream", session);
        headers.put("Content-Type", "application/json");
        if (message.isInitialize()) {
            headers.remove(SESSION);
            headers.remove(VERSION);
        }
        headers.putAll(message.headers());
        if (message.isStateless() && !message.isRepeatable()) {
            headers.putAll(toolHeaders.of(message.body()));
        }
        Expected expected = message.isRequest() ? Expected.MESSAGES : Expected.NOTHING;
        return server.exchange(new Request("POST", server.url(), headers, message.body(), expected), onHead);
    }

    /** What every request of the session has; may be added to. */
    Map<String, String> headers(String accept) {
        return headers(accept, sessionId);
    }

    private Map<String, String> headers(String accept, @Nullable String session) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", accept);
        if (session != null) {
            headers.put(SESSION, session);
        }
        String negotiated = version;
        if (negotiated != null) {
            headers.put(VERSION, negotiated);
        }
        return headers;
    }

    private void noteSession(Outgoing request, Head head) {
        if (request.isInitialize()) {
            sessionId = head.header(SESSION);
        }
    }

    /** Whether it is the answer to an initialize, whose version is that of the session from now on. */
    private boolean isTheAnswerTo(Outgoing request, Event event) {
        if (!request.isInitialize()) {
            return false;
        }
        try {
            RawJson result = new RawJson(event.data().strip()).fields().get("result");
            if (result != null && result.isObject()) {
                version = Wire.string(result.fields(), "protocolVersion");
                return true;
            }
        } catch (JacksonException e) {
            // whoever waits for the answer is told
        }
        return false;
    }

    private static boolean isBroken(Throwable e) {
        return e instanceof RemoteFailure failure && failure.code() == ErrorCode.CRASHED;
    }

    /** The specification says 404; some servers say 400, and in words which of many reasons it is. */
    static boolean isForgotten(Throwable e, @Nullable String session) {
        return session != null
                && e instanceof RemoteFailure failure
                && (failure.status() == 404
                        || (failure.status() == 400
                                && failure.body().toLowerCase(Locale.ROOT).contains("session")));
    }

    @Nullable
    String session() {
        return sessionId;
    }

    /** Another session in place of this one, once however many find it forgotten. */
    Mono<Void> renew(@Nullable String forgotten) {
        return Mono.defer(() -> {
            if (forgotten == null || !forgotten.equals(sessionId)) {
                return Mono.empty();
            }
            Mono<Void> mine = Mono.defer(() -> initializeAgain(forgotten))
                    .timeout(LONGEST_NOTIFICATION, Mono.error(unanswered()))
                    .takeUntilOther(closed.asMono())
                    .doFinally(signal -> renewal.set(null))
                    .cache();
            return renewal.compareAndSet(null, mine) ? mine : underWay(mine);
        });
    }

    private Mono<Void> underWay(Mono<Void> otherwise) {
        Mono<Void> other = renewal.get();
        return other == null ? otherwise : other;
    }

    /** Others use the session when it is open, not before. */
    private Mono<Void> initializeAgain(String forgotten) {
        Outgoing first = initialize;
        if (first == null || !forgotten.equals(sessionId)) {
            return Mono.empty();
        }
        AtomicReference<@Nullable String> fresh = new AtomicReference<>();
        Outgoing initialized = new Outgoing(null, "notifications/initialized", Wire.INITIALIZED);
        return exchange(first, head -> fresh.set(head.header(SESSION)))
                .takeUntil(event -> isTheAnswerTo(first, event))
                .thenMany(Flux.defer(() -> exchange(initialized, head -> {}, fresh.get())))
                .then(Mono.fromRunnable(() -> sessionId = fresh.get()));
    }

    @Override
    public Mono<Void> farewell() {
        return sessionId == null
                ? Mono.empty()
                : server.exchange(Request.delete(server.url(), headers("application/json")), head -> {})
                        .then();
    }

    @Override
    public void close() {
        closed.tryEmitEmpty();
        listening.close();
    }
}
