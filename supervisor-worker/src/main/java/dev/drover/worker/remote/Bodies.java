package dev.drover.worker.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.worker.supervision.TokenBucket;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;

/** Reads the bodies of answers, none beyond a bound. */
final class Bodies {
    /** A server that floods a stream is read at this pace, after a burst: it costs no neighbour. */
    private static final long BYTES_PER_SECOND = 4 * 1024 * 1024;

    private static final long BURST = 2L * RemoteServer.LARGEST_MESSAGE;

    /** What an event counts as, and a piece of one: each costs a look, however short it is. */
    private static final int LEAST_COST = 4 * 1024;

    private Bodies() {}

    /** All of it as one text; empty for none. Fails with {@link TooLarge}. */
    static Mono<String> whole(ByteBufFlux body, int limit) {
        return Mono.defer(() -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            return body.asByteArray()
                    .handle((chunk, sink) -> {
                        bytes.writeBytes(chunk);
                        if (bytes.size() > limit) {
                            sink.error(new TooLarge(limit));
                        }
                    })
                    .then(Mono.fromSupplier(() -> bytes.toString(UTF_8)));
        });
    }

    /** Its events as they come. Fails with {@link TooLarge}. */
    static Flux<Event> events(ByteBufFlux body) {
        EventStream stream = new EventStream(RemoteServer.LARGEST_MESSAGE);
        TokenBucket pace = new TokenBucket(BYTES_PER_SECOND, BURST, System.nanoTime());
        return body.asByteArray().concatMap(bytes -> events(stream, pace, bytes), 1);
    }

    private static Flux<Event> events(EventStream stream, TokenBucket pace, byte[] bytes) {
        try {
            List<Event> events = stream.feed(bytes);
            long cost = Math.max(bytes.length, (events.size() + 1L) * LEAST_COST);
            long wait = pace.take(cost, System.nanoTime());
            Flux<Event> flux = Flux.fromIterable(events);
            return wait <= 0
                    ? flux
                    : flux.concatWith(Mono.delay(Duration.ofNanos(wait)).then(Mono.empty()));
        } catch (TooLarge e) {
            return Flux.error(e);
        }
    }
}
