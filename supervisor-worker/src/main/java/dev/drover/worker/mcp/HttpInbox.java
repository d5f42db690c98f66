package dev.drover.worker.mcp;

import dev.drover.worker.remote.RemoteFailure;

/** What a channel tells of. Thread-safe; never blocks. */
interface HttpInbox {
    /** The server said this. */
    void received(String message);

    /** A message did not get through; or, of a request, no answer will come. */
    void failed(Outgoing message, Throwable why);

    /** Whether the request has no answer yet. */
    boolean isAwaited(Outgoing request);

    /** A message of the server is larger than what is read: whoever waits for one will get none. */
    void flooded();

    /** The server is out of reach for all of the session. */
    void lost(RemoteFailure failure);
}
