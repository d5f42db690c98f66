package dev.drover.worker.mcp;

import dev.drover.worker.lifecycle.ErrorCode;
import dev.drover.worker.remote.Event;
import dev.drover.worker.remote.RemoteFailure;
import dev.drover.worker.remote.RemoteServer;
import dev.drover.worker.remote.Request;
import dev.drover.worker.remote.TooLarge;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * MCP 2024-11-05, "HTTP with SSE": a stream of the server's messages, whose first event says where to post ours. The session
 * is the stream: it ends with it.
 */
final class SseChannel implements HttpChannel {
    /** Of the post of what has no answer. */
    private static final Duration LONGEST_POST = Duration.ofSeconds(30);

    private static final Map<String, String> POST =
            Map.of("Accept", "application/json, text/event-stream", "Content-Type", "application/json");

    private final RemoteServer server;
    private final HttpInbox inbox;
    private final Sinks.One<URI> mailbox = Sinks.one();
    private final Sinks.Empty<Void> opened = Sinks.empty();
    private final AtomicBoolean isStarted = new AtomicBoolean();
    private final AtomicBoolean hasMailbox = new AtomicBoolean();
    private final Disposable.Composite connections = Disposables.composite();

    SseChannel(RemoteServer server, HttpInbox inbox) {
        this.server = server;
        this.inbox = inbox;
    }

    @Override
    public Disposable send(Outgoing message) {
        if (isStarted.compareAndSet(false, true)) {
            Request stream = Request.get(server.url(), Map.of("Accept", "text/event-stream"));
            connections.add(
                    server.exchange(stream, head -> {}).subscribe(this::take, this::ended, () -> ended(closed())));
        }
        boolean isOfTheHandshake = message.isInitialize() || message.endsHandshake();
        // Posts are on their way side by side: none may overtake the one that ends the handshake.
        Mono<URI> free = isOfTheHandshake ? mailbox.asMono() : opened.asMono().then(mailbox.asMono());
        return free.flatMapMany(url -> post(url, message))
                .doFinally(signal -> {
                    if (message.endsHandshake()) {
                        opened.tryEmitEmpty();
                    }
                })
                .subscribe(nothing -> {}, e -> inbox.failed(message, e));
    }

    /** Some servers answer the post of a request only when they have dealt with it: that has a timeout of its own. */
    private Flux<Event> post(URI url, Outgoing message) {
        Flux<Event> answer =
                server.exchange(new Request("POST", url, POST, message.body(), Request.Expected.NOTHING), head -> {});
        return message.isRequest() ? answer : answer.timeout(LONGEST_POST, Mono.error(closed()));
    }

    private void take(Event event) {
        switch (event.type()) {
            case "endpoint" -> opened(event.data());
            case "message" -> inbox.received(event.data());
            default -> {
                // not of this protocol
            }
        }
    }

    private void opened(String where) {
        try {
            URI url = server.url().resolve(where.strip());
            if (server.isOwn(url)) {
                hasMailbox.set(true);
                mailbox.tryEmitValue(url);
                return;
            }
        } catch (IllegalArgumentException e) {
            // no URL: as good as that of somebody else
        }
        ended(new RemoteFailure(ErrorCode.REDIRECTED, "The server wants messages to be posted to another origin."));
    }

    private RemoteFailure closed() {
        return new RemoteFailure(ErrorCode.CRASHED, "The server at " + server.url() + " closed its stream of events.");
    }

    private void ended(Throwable why) {
        if (why instanceof TooLarge) {
            inbox.flooded();
        }
        if (hasMailbox.get()) {
            inbox.lost(why instanceof RemoteFailure failure ? failure : closed());
        } else {
            mailbox.tryEmitError(why);
        }
    }

    @Override
    public Mono<Void> farewell() {
        return Mono.empty();
    }

    @Override
    public void close() {
        connections.dispose();
    }
}
