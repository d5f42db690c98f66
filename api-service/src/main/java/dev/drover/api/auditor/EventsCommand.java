package dev.drover.api.auditor;

import dev.drover.api.auditor.Arguments.Wrong;
import dev.drover.api.replay.LogCopy;
import dev.drover.api.replay.LogCopy.Format;
import dev.drover.api.replay.Place;
import dev.drover.api.replay.ReplayRequest;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code drover audit events}. */
final class EventsCommand {
    private static final Set<String> OPTIONS = Set.of(
            "--brokers", "--config", "--from", "--to", "--server", "--app", "--type", "--cursor", "--format", "--out");
    private static final int BUFFER = 256 * 1024;

    private final PrintStream err;

    EventsCommand(PrintStream err) {
        this.err = err;
    }

    void run(String... options) throws Wrong, IOException {
        Arguments arguments = Arguments.parse(OPTIONS, options);
        Format format = format(arguments.text("--format"));
        ReplayRequest request = request(arguments);
        long begun = System.nanoTime();
        long written;
        try (OutputStream target = target(arguments.text("--out"))) {
            written = LogCopy.write(arguments.kafka(), request, format, target);
        }
        err.printf("%d events in %.1f s%n", written, (System.nanoTime() - begun) / 1e9);
    }

    private static ReplayRequest request(Arguments arguments) throws Wrong {
        try {
            return new ReplayRequest(
                    arguments.moment("--from"),
                    arguments.moment("--to"),
                    arguments.number("--server"),
                    arguments.number("--app"),
                    arguments.names("--type"),
                    arguments.value("--cursor", Place::of));
        } catch (IllegalArgumentException e) {
            throw new Wrong("--cursor " + e.getMessage());
        }
    }

    private static Format format(@Nullable String name) throws Wrong {
        return switch (name) {
            case "ndjson" -> Format.NDJSON;
            case "avro" -> Format.AVRO;
            case null -> Format.NDJSON;
            default -> throw new Wrong("--format is ndjson or avro, not " + name);
        };
    }

    /** Not stdout as a stream that prints: that one would not say when nobody reads any more. */
    private static OutputStream target(@Nullable String file) throws IOException {
        return file == null
                ? new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER)
                : new BufferedOutputStream(Files.newOutputStream(Path.of(file)), BUFFER);
    }
}
