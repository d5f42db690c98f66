package dev.drover.worker.mcp;

import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** One of MCP's ways over HTTP. Thread-safe; never blocks. */
interface HttpChannel {
    /** What comes of it is told to the {@link HttpInbox}; disposing of the result gives it up. */
    Disposable send(Outgoing message);

    /** Tells the server that the session is over. */
    Mono<Void> farewell();

    /** Lets go of every connection. */
    void close();
}
