package dev.drover.worker.mcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Lines of UTF-8 from a stream, none kept beyond a bound. For one thread. */
final class LineReader {
    /**
     * A line without its end.
     *
     * @param size in bytes; more than the bound for a line that is too long, of which the text is only the beginning
     */
    record Line(String text, int size) {}

    private static final int KEPT_OF_TOO_LONG = 1_000;

    private final InputStream in;
    private final int limit;
    private final LongConsumer onSkipped;
    private final byte[] chunk = new byte[16 * 1024];
    private int position;
    private int end;
    private boolean skipping;

    /** @param onSkipped told how many bytes of the rest of a line that is too long were read */
    LineReader(InputStream in, int limit, LongConsumer onSkipped) {
        this.in = in;
        this.limit = limit;
        this.onSkipped = onSkipped;
    }

    /**
     * The next line, or null at the end of the stream. One that is too long is returned as soon as that shows, and its rest
     * is skipped by the next call.
     */
    @Nullable
    Line next() throws IOException {
        if (skipping && !skipLine()) {
            return null;
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        while (fill()) {
            int stop = endOfLine();
            line.write(chunk, position, stop - position);
            position = stop;
            if (line.size() > limit) {
                skipping = true;
                return new Line(
                        new String(line.toByteArray(), 0, KEPT_OF_TOO_LONG, StandardCharsets.UTF_8), line.size());
            }
            if (stop < end) {
                position++;
                return new Line(line.toString(StandardCharsets.UTF_8), line.size());
            }
        }
        return line.size() == 0 ? null : new Line(line.toString(StandardCharsets.UTF_8), line.size());
    }

    private boolean skipLine() throws IOException {
        while (fill()) {
            int start = position;
            position = endOfLine();
            onSkipped.accept(position - start);
            if (position < end) {
                position++;
                skipping = false;
                return true;
            }
        }
        return false;
    }

    private boolean fill() throws IOException {
        if (position == end) {
            position = 0;
            end = Math.max(0, in.read(chunk));
        }
        return end > 0;
    }

    private int endOfLine() {
        int stop = position;
        while (stop < end && chunk[stop] != '\n') {
            stop++;
        }
        return stop;
    }
}
