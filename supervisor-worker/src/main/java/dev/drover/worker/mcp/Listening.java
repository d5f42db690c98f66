package dev.drover.worker.mcp;

import dev.drover.worker.lifecycle.ErrorCode;
import dev.drover.worker.remote.Event;
import dev.drover.worker.remote.RemoteFailure;
import dev.drover.worker.remote.RemoteServer;
import dev.drover.worker.remote.Request;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * Hears what a Streamable HTTP server says unasked, for as long as it offers that: a stream that ends is opened again, ever
 * later while it does not last. So the end of the server shows before anybody asks it anything. Thread-safe.
 */
final class Listening {
    private static final Logger LOG = LoggerFactory.getLogger(Listening.class);
    private static final Duration SHORTEST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final RemoteServer server;
    private final HttpInbox inbox;
    private final StreamableChannel channel;
    private final Disposable.Swap stream = Disposables.swap();
    private volatile @Nullable String lastEvent;
    private volatile @Nullable String offeredIn;
    private volatile Duration pause = SHORTEST;

    Listening(RemoteServer server, HttpInbox inbox, StreamableChannel channel) {
        this.server = server;
        this.inbox = inbox;
        this.channel = channel;
    }

    void begin() {
        stream.update(Mono.defer(this::attempt)
                .repeatWhen(ended -> ended.takeWhile(again -> again > 0).concatMap(again -> Mono.delay(pause)))
                .subscribe());
    }

    /** Empty when there is nothing to be heard any more. */
    private Mono<Boolean> attempt() {
        String session = channel.session();
        Map<String, String> headers = channel.headers("text/event-stream");
        String after = lastEvent;
        if (after != null) {
            headers.put("Last-Event-ID", after);
        }
        long begun = System.nanoTime();
        return server.exchange(Request.get(server.url(), headers), head -> offeredIn = session)
                .doOnNext(this::take)
                .then(Mono.just(true))
                .onErrorResume(e -> failed(e, session))
                .doOnNext(again -> pause(System.nanoTime() - begun > LONGEST.toNanos()));
    }

    private void take(Event event) {
        lastEvent = event.id() == null ? lastEvent : event.id();
        inbox.received(event.data());
    }

    /** What the server says of its session counts only where it has offered to be listened to: 404 may mean that it does not. */
    private Mono<Boolean> failed(Throwable e, @Nullable String session) {
        if (StreamableChannel.isForgotten(e, session) && Objects.equals(session, offeredIn)) {
            lastEvent = null;
            return channel.renew(session).thenReturn(true).onErrorResume(this::unrenewed);
        }
        if (!(e instanceof RemoteFailure failure)) {
            return Mono.just(true);
        }
        if (failure.isRefusal()
                || failure.code() == ErrorCode.UNAUTHORIZED
                || failure.code() == ErrorCode.NOT_AN_MCP_SERVER) {
            LOG.debug("{} says nothing unasked: {}", server.run(), failure.reason());
            return Mono.empty();
        }
        if (failure.isLasting()) {
            inbox.lost(failure);
            return Mono.empty();
        }
        return Mono.just(true);
    }

    private Mono<Boolean> unrenewed(Throwable e) {
        inbox.lost(
                e instanceof RemoteFailure failure
                        ? failure
                        : new RemoteFailure(ErrorCode.CRASHED, "The server forgot its session, and makes no other."));
        return Mono.empty();
    }

    /** Before the next attempt: ever longer while they do not last. */
    private void pause(boolean lasted) {
        Duration doubled = pause.multipliedBy(2);
        pause = lasted ? SHORTEST : doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }

    void close() {
        stream.dispose();
    }
}
