package dev.drover.benchmark.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where the API is, and with which key. Any thread. */
public record Api(String host, int port, String key) {
    public static Api at(String url, String key) {
        URI uri = URI.create(url);
        return new Api(uri.getHost(), uri.getPort(), key);
    }

    public HttpConnection connect() throws IOException {
        return new HttpConnection(host, port);
    }

    /** A whole HTTP/1.1 request, ready to be sent any number of times. */
    public byte[] request(String method, String path, @Nullable String json, String... headers) {
        byte[] body = json == null ? new byte[0] : json.getBytes(UTF_8);
        StringBuilder head = new StringBuilder()
                .append(method)
                .append(' ')
                .append(path)
                .append(" HTTP/1.1\r\nHost: ")
                .append(host)
                .append("\r\nAuthorization: Bearer ")
                .append(key)
                .append("\r\nContent-Length: ")
                .append(body.length)
                .append("\r\n");
        if (json != null) {
            head.append("Content-Type: application/json\r\n");
        }
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(head.append("\r\n").toString().getBytes(US_ASCII));
        whole.writeBytes(body);
        return whole.toByteArray();
    }
}
