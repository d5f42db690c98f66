package dev.drover.api.replay;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** Writes a part of the log, without the API. */
public final class LogCopy {
    /** How it is written. */
    public enum Format {
        /** One JSON object a line, as the API answers. */
        NDJSON,
        /** A container file of {@link dev.drover.schemas.message.AuditRecord}. */
        AVRO
    }

    private LogCopy() {}

    /**
     * @param kafka where the brokers are, and how to log in
     * @return how many events there were
     * @throws org.apache.kafka.common.KafkaException if the brokers do not answer
     */
    public static long write(Map<String, Object> kafka, ReplayRequest request, Format format, OutputStream out)
            throws IOException {
        try (LogReader reader = LogReader.open(kafka, request)) {
            return switch (format) {
                case NDJSON -> lines(reader, out);
                case AVRO -> file(reader, out);
            };
        }
    }

    private static long lines(LogReader reader, OutputStream out) throws IOException {
        try (LineWriter writer = new LineWriter(out)) {
            return ReadAhead.copy(reader, writer);
        }
    }

    private static long file(LogReader reader, OutputStream out) throws IOException {
        try (EntryFile file = new EntryFile(out)) {
            return ReadAhead.copy(reader, file);
        }
    }
}
