package dev.drover.worker.mcp;

import dev.drover.worker.lifecycle.ErrorCode;
import dev.drover.worker.remote.Event;
import dev.drover.worker.remote.RemoteFailure;
import dev.drover.worker.remote.RemoteServer;
import dev.drover.worker.remote.Request;
import java.time.Duration;
import java.util.Map;
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

    Listening(RemoteServer server, HttpInbox inbox, StreamableChannel channel) {
        this.server = server;
        this.inbox = inbox;
        this.channel = channel;
    }

    void begin() {
        open(SHORTEST);
    }

    /** @param pause before the next attempt, if this one ends at once */
    private void open(Duration pause) {
        String session = channel.session();
        Map<String, String> headers = channel.headers("text/event-stream");
        String after = lastEvent;
        if (after != null) {
            headers.put("Last-Event-ID", after);
        }
        long begun = System.nanoTime();
        stream.update(server.exchange(Request.get(server.url(), headers), head -> {})
                .subscribe(this::take, e -> failed(e, session, begun, pause), () -> again(begun, pause)));
    }

    private void take(Event event) {
        lastEvent = event.id() == null ? lastEvent : event.id();
        inbox.received(event.data());
    }

    private void failed(Throwable e, @Nullable String session, long begun, Duration pause) {
        if (StreamableChannel.isForgotten(e, session)) {
            lastEvent = null;
            stream.update(channel.renew(session).subscribe(nothing -> {}, this::unrenewed, () -> again(begun, pause)));
        } else if (e instanceof RemoteFailure failure && failure.isLasting()) {
            inbox.lost(failure);
        } else if (e instanceof RemoteFailure failure
                && (failure.isRefusal() || failure.code() == ErrorCode.NOT_AN_MCP_SERVER)) {
            LOG.debug("{} says nothing unasked: {}", server.run(), failure.reason());
        } else {
            again(begun, pause);
        }
    }

    private void unrenewed(Throwable e) {
        inbox.lost(
                e instanceof RemoteFailure failure
                        ? failure
                        : new RemoteFailure(ErrorCode.CRASHED, "The server forgot its session, and makes no other."));
    }

    private void again(long begun, Duration pause) {
        boolean lasted = System.nanoTime() - begun > LONGEST.toNanos();
        Duration next = lasted ? SHORTEST : pause;
        Duration later = next.multipliedBy(2);
        stream.update(Mono.delay(next).subscribe(tick -> open(later.compareTo(LONGEST) > 0 ? LONGEST : later)));
    }

    void close() {
        stream.dispose();
    }
}
