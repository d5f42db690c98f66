package dev.drover.api.replay;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads a part of the log on a thread of its own, a few batches ahead of the thread that writes it: both are at work at
 * once. The reader belongs to that thread until {@link #close}.
 */
final class ReadAhead implements AutoCloseable {
    /** A batch is handed over after so many entries, wanted or not, or so many bytes: memory is bounded by it. */
    private static final int ENTRIES = 512;

    private static final int BYTES = 256 * 1024;
    private static final int BATCHES = 4;

    private static final Duration BETWEEN_SIGNS = Duration.ofSeconds(1);

    private final LogReader reader;
    private final BlockingQueue<Batch> batches = new ArrayBlockingQueue<>(BATCHES);
    private final Thread thread;
    private List<LogEntry> entries = new ArrayList<>(ENTRIES);

    /**
     * What is handed over.
     *
     * @param isLast whether nothing comes after it
     * @param failure why it is the last, if that is not because the log is at its end
     */
    private record Batch(
            List<LogEntry> entries,
            boolean isLast,
            @Nullable RuntimeException failure) {}

    private ReadAhead(LogReader reader) {
        this.reader = reader;
        thread = Thread.ofPlatform().daemon().name("replay-reader").start(this::read);
    }

    /**
     * Writes all that the reader's request wants.
     *
     * @return how many entries that were
     * @throws org.apache.kafka.common.KafkaException if the brokers do not answer
     */
    static long copy(LogReader reader, EntryWriter writer) throws IOException {
        try (ReadAhead ahead = new ReadAhead(reader)) {
            return ahead.copyTo(writer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the log is read");
        }
    }

    private long copyTo(EntryWriter writer) throws IOException, InterruptedException {
        long written = 0;
        long nextSign = System.nanoTime() + BETWEEN_SIGNS.toNanos();
        while (true) {
            Batch batch = batches.poll(nextSign - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (batch != null) {
                long begun = System.nanoTime();
                for (LogEntry entry : batch.entries()) {
                    writer.write(entry);
                }
                writer.rest(System.nanoTime() - begun);
                written += batch.entries().size();
                if (batch.failure() != null) {
                    throw batch.failure();
                }
                if (batch.isLast()) {
                    return written;
                }
            } else if (!thread.isAlive() && batches.isEmpty()) {
                throw new IllegalStateException("the log's reader has ended, and has not said why");
            }
            if (System.nanoTime() - nextSign >= 0) {
                writer.showLife();
                nextSign = System.nanoTime() + BETWEEN_SIGNS.toNanos();
            }
        }
    }

    private void read() {
        try {
            RuntimeException failure = null;
            try {
                readAll();
            } catch (RuntimeException e) {
                failure = e;
            }
            batches.put(new Batch(entries, true, failure));
        } catch (InterruptedException e) {
            // Nobody wants the rest.
        }
    }

    private void readAll() throws InterruptedException {
        int passed = 0;
        int bytes = 0;
        for (LogEntry entry = reader.step(); entry != null; entry = reader.step()) {
            if (reader.wants(entry)) {
                entries.add(entry);
                bytes += Math.max(0, entry.record().serializedValueSize());
            }
            if (++passed >= ENTRIES || bytes >= BYTES) {
                handOver();
                passed = 0;
                bytes = 0;
            }
        }
    }

    private void handOver() throws InterruptedException {
        if (!entries.isEmpty()) {
            batches.put(new Batch(entries, false, null));
            entries = new ArrayList<>(ENTRIES);
        }
    }

    /** Returns when the reader is free. */
    @Override
    public void close() {
        thread.interrupt();
        boolean isInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
