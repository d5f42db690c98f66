package dev.drover.worker.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.comparingInt;

import dev.drover.worker.lifecycle.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Collection;
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
    private static final int SHORTEST_SECRET = 4;

    /** What unshare 2.38 says on the server's stderr when init was killed. */
    private static final String NOISE = "unshare: sigprocmask unblock failed: Invalid argument";

    private final Deque<String> lines = new ArrayDeque<>();
    private final List<String> secrets;
    private final int lineBytes;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    private int length;

    StderrTail(Collection<Secret> secrets) {
        // A secret of several lines shows line by line; the longest first, because one may contain another.
        this.secrets = secrets.stream()
                .flatMap(secret -> secret.value().lines())
                .map(String::strip)
                .filter(text -> text.length() >= SHORTEST_SECRET)
                .distinct()
                .sorted(comparingInt(String::length).reversed())
                .toList();
        // Room for a secret that begins before the cut and ends behind it.
        int longest = this.secrets.isEmpty() ? 0 : this.secrets.getFirst().getBytes(UTF_8).length;
        this.lineBytes = LINE_LENGTH + longest;
    }

    /** Reads to the end. */
    void readFrom(InputStream stderr) throws IOException {
        byte[] buffer = new byte[8_192];
        for (int count = stderr.read(buffer); count >= 0; count = stderr.read(buffer)) {
            split(buffer, count);
        }
        if (line.size() > 0) {
            endLine();
        }
    }

    synchronized List<String> last(int count) {
        return lines.stream().skip(Math.max(0, lines.size() - count)).toList();
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
        String text = masked(line.toString(UTF_8).stripTrailing());
        line.reset();
        if (!text.equals(NOISE)) {
            add(text.length() > LINE_LENGTH ? text.substring(0, LINE_LENGTH) : text);
        }
    }

    private String masked(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, Secret.MASK);
        }
        return masked;
    }

    private synchronized void add(String text) {
        lines.addLast(text);
        length += text.length();
        while (lines.size() > LINES || length > LENGTH) {
            length -= lines.removeFirst().length();
        }
    }
}
