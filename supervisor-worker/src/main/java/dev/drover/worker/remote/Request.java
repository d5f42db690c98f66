package dev.drover.worker.remote;

import java.net.URI;
import java.util.Map;

/** An HTTP request, apart from what all requests to a server have. Immutable, as long as nobody writes into its body. */
public final class Request {
    private static final byte[] NONE = {};

    private final String method;
    private final URI url;
    private final Map<String, String> headers;
    private final byte[] body;
    private final Expected expected;

    /**
     * @param method {@code GET}, {@code POST} or {@code DELETE}
     * @param headers stand above those of the server's definition
     * @param body empty: none
     */
    public Request(String method, URI url, Map<String, String> headers, byte[] body, Expected expected) {
        this.method = method;
        this.url = url;
        this.headers = Map.copyOf(headers);
        this.body = body;
        this.expected = expected;
    }

    /** What a good answer's body is. */
    public enum Expected {
        /** A JSON text, or a stream of events. */
        MESSAGES,
        EVENTS,
        /** Whatever it is, it is not looked at. */
        NOTHING
    }

    public static Request get(URI url, Map<String, String> headers) {
        return new Request("GET", url, headers, NONE, Expected.EVENTS);
    }

    public static Request delete(URI url, Map<String, String> headers) {
        return new Request("DELETE", url, headers, NONE, Expected.NOTHING);
    }

    String method() {
        return method;
    }

    URI url() {
        return url;
    }

    Map<String, String> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    Expected expected() {
        return expected;
    }

    Request to(URI other) {
        return new Request(method, other, headers, body, expected);
    }
}
