package dev.drover.api.replay;

import dev.drover.api.problem.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import tools.jackson.core.JacksonException;

/** Writes parts of the log to whoever asks, a few at a time. Thread-safe. */
public final class Replays {
    private static final Logger log = LoggerFactory.getLogger(Replays.class);

    /** Each holds some tens of megabytes and keeps two threads busy. */
    private static final int AT_A_TIME = 4;

    private final Map<String, Object> kafka;
    private final Semaphore places = new Semaphore(AT_A_TIME);

    /** @param kafka where the brokers are, and how to log in */
    public Replays(Map<String, Object> kafka) {
        this.kafka = Map.copyOf(kafka);
    }

    /** What a replay is written to; asked for once it is sure that there will be one. */
    interface Client {
        OutputStream open() throws IOException;
    }

    /**
     * Returns when everything is written, or the client has gone.
     *
     * @throws Problem 429 if there are too many already
     * @throws KafkaException if the brokers do not answer
     */
    void write(ReplayRequest request, Client client) throws IOException, InterruptedException {
        if (!places.tryAcquire()) {
            throw new Problem(
                    HttpStatus.TOO_MANY_REQUESTS,
                    "too_many_replays",
                    "This replica writes " + AT_A_TIME + " replays already.",
                    "Try again when one of them is over, or read the log with the command line.");
        }
        try (LogReader reader = LogReader.open(kafka, request)) {
            OutputStream out = client.open();
            onAThreadOfItsOwn(() -> copy(reader, out));
        } finally {
            places.release();
        }
    }

    /** A replay computes for minutes without waiting: it would hold one of the few threads that all requests share. */
    private static void onAThreadOfItsOwn(Runnable work) throws InterruptedException {
        AtomicReference<RuntimeException> failure = new AtomicReference<>();
        Thread thread = Thread.ofPlatform().daemon().name("replay").start(() -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                failure.set(e);
            }
        });
        thread.join();
        RuntimeException failed = failure.get();
        if (failed instanceof JacksonException) {
            log.debug("the client of a replay has gone", failed);
        } else if (failed != null) {
            throw failed;
        }
    }

    /**
     * Lines, with white space between them now and then: so it is noticed that a client has gone. It rests as long as it works,
     * for the sake of all else that this replica does.
     */
    private record ModestLines(LineWriter lines) implements EntryWriter {
        @Override
        public void write(LogEntry entry) {
            lines.write(entry);
        }

        @Override
        public void showLife() {
            lines.writeSignOfLife();
        }

        @Override
        public void rest(long nanosAtWork) {
            LockSupport.parkNanos(nanosAtWork);
        }
    }

    private static void copy(LogReader reader, OutputStream out) {
        LineWriter lines = new LineWriter(out);
        try {
            ReadAhead.copy(reader, new ModestLines(lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lines.flush();
    }
}
