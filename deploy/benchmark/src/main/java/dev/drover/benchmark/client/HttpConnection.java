package dev.drover.benchmark.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Locale;

/** A connection that is kept alive, one request at a time: some microseconds a request. One thread. */
public final class HttpConnection implements AutoCloseable {
    private static final String LENGTH = "content-length: ";
    private static final String CHUNKED = "transfer-encoding: chunked";

    private static final String CLOSE = "connection: close";

    private final String host;
    private final int port;
    private Socket socket;
    private InputStream in;
    private OutputStream out;

    HttpConnection(String host, int port) throws IOException {
        this.host = host;
        this.port = port;
        socket = connected();
        in = input();
        out = socket.getOutputStream();
    }

    private Socket connected() throws IOException {
        Socket fresh = new Socket(host, port);
        fresh.setTcpNoDelay(true);
        return fresh;
    }

    private InputStream input() throws IOException {
        return new BufferedInputStream(socket.getInputStream(), 16 * 1024);
    }

    /** What was answered; the body as text. */
    public record Answer(int status, String body) {}

    /** @param request as {@link Api#request} makes it */
    public Answer exchange(byte[] request) throws IOException {
        out.write(request);
        String head = head();
        int status = Integer.parseInt(head, 9, 12, 10);
        Answer answer = new Answer(status, new String(body(head), UTF_8));
        if (head.contains(CLOSE)) {
            reconnect();
        }
        return answer;
    }

    /** A server ends a connection after so many requests. */
    private void reconnect() throws IOException {
        socket.close();
        socket = connected();
        in = input();
        out = socket.getOutputStream();
    }

    /** Up to the empty line, in lower case. */
    private String head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream(512);
        int lineBreaks = 0;
        while (lineBreaks < 2) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the connection was closed");
            }
            if (next == '\n') {
                lineBreaks++;
            } else if (next != '\r') {
                lineBreaks = 0;
            }
            head.write(next);
        }
        return head.toString(ISO_8859_1).toLowerCase(Locale.ROOT);
    }

    private byte[] body(String head) throws IOException {
        if (head.contains(CHUNKED)) {
            return chunks();
        }
        int at = head.indexOf(LENGTH);
        if (at < 0) {
            return new byte[0];
        }
        int end = head.indexOf('\r', at);
        return in.readNBytes(Integer.parseInt(head, at + LENGTH.length(), end, 10));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream(2048);
        int size = Integer.parseInt(line(), 16);
        while (size > 0) {
            body.writeBytes(in.readNBytes(size));
            line();
            size = Integer.parseInt(line(), 16);
        }
        line();
        return body.toByteArray();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection was closed");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
