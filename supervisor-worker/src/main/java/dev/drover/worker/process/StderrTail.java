package dev.drover.worker.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.worker.supervision.Masking;
import dev.drover.worker.supervision.TokenBucket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The last lines of a server's stderr, secrets masked: at most 1,000 lines of at most 8,192 characters, at most 1 Mi
 * characters in all. One thread reads into it, any thread looks.
 */
final class StderrTail {
    static final int LINES = 1_000;
    static final int LINE_LENGTH = 8_192;
    static final int LENGTH = 1 << 20;

    /** A server that writes more waits for its full pipe. */
    static final long BYTES_PER_SECOND = 1 << 20;

    static final long BURST = 4 << 20;

    /** What unshare 2.38 says on the server's stderr when init was killed by a signal, before it exits with 1. */
    private static final String NOISE = "unshare: sigprocmask unblock failed: Invalid argument";

    private final Deque<String> lines = new ArrayDeque<>();
    private final Masking masking;
    private final int lineBytes;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    private int length;

    private boolean initKilled;

    StderrTail(Masking masking) {
        this.masking = masking;
        // Room for a secret that begins before the cut and ends behind it.
        this.lineBytes = LINE_LENGTH + masking.longestInBytes();
    }

    /** Reads to the end, no faster than a log is worth. */
    void readFrom(InputStream stderr) throws IOException {
        byte[] buffer = new byte[8_192];
        TokenBucket pace = new TokenBucket(BYTES_PER_SECOND, BURST, System.nanoTime());
        for (int count = stderr.read(buffer); count >= 0; count = stderr.read(buffer)) {
            split(buffer, count);
            pace.pace(count);
        }
        if (line.size() > 0) {
            endLine();
        }
    }

    synchronized List<String> last(int count) {
        return lines.stream().skip(Math.max(0, lines.size() - count)).toList();
    }

    /** Whether it was said that init did not end by itself. */
    synchronized boolean saysInitWasKilled() {
        return initKilled;
    }

    private void split(byte[] buffer, int count) {
        int start = 0;
        for (int at = 0; at < count; at++) {
            if (buffer[at] == '\n') {
                append(buffer, start, at);
                endLine();
                start = at + 1;
            }
        }
        append(buffer, start, count);
    }

    private void append(byte[] buffer, int start, int end) {
        line.write(buffer, start, Math.min(end - start, lineBytes - line.size()));
    }

    private void endLine() {
        String text = masking.mask(line.toString(UTF_8).stripTrailing());
        line.reset();
        if (text.equals(NOISE)) {
            initWasKilled();
        } else {
            add(text.length() > LINE_LENGTH ? text.substring(0, LINE_LENGTH) : text);
        }
    }

    private synchronized void initWasKilled() {
        initKilled = true;
    }

    private synchronized void add(String text) {
        lines.addLast(text);
        length += text.length();
        while (lines.size() > LINES || length > LENGTH) {
            length -= lines.removeFirst().length();
        }
    }
}
