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
