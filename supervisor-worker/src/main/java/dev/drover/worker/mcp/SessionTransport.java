package dev.drover.worker.mcp;

import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** A transport that keeps the timeouts of requests, and answers in the server's stead when no answer will come. */
interface SessionTransport extends McpClientTransport {
    /** Key of a request's {@link Duration} in the Reactor context; a request without it waits for ever. */
    Object TIMEOUT = Duration.class;

    /** Whether messages are logged from now on. */
    void debug(boolean enabled);

    /** The server speaks a revision without sessions: it is reached, and told nothing but requests. */
    void beStateless();

    boolean hasEnded();

    /** Whether the server was found to speak such a revision before this session. */
    default boolean isKnownStateless() {
        return false;
    }

    /** There is an older way to speak to the server, which is taken from now on; false: there is none. */
    default boolean fallsBack() {
        return false;
    }

    /** It is found to speak a revision without sessions. */
    default void foundStateless() {}

    /** Whether anybody listens to what the server says unasked. */
    default boolean isHeardUnasked() {
        return true;
    }

    /** Fails what is pending, and lets go of what it is made of. */
    @Override
    void close();

    @Override
    default Mono<Void> closeGracefully() {
        return Mono.fromRunnable(this::close);
    }

    /** The session asks for whatever the transport has: it passes through. */
    @Override
    @SuppressWarnings("unchecked")
    default <T> T unmarshalFrom(Object data, TypeRef<T> type) {
        return (T) data;
    }
}
