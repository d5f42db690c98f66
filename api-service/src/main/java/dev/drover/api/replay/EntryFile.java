package dev.drover.api.replay;

import dev.drover.schemas.message.AuditRecord;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * Writes entries as an Avro container file, which holds its schema ({@link AuditRecord}) and is compressed. What is no
 * event is not in it. One thread.
 */
final class EntryFile implements EntryWriter, AutoCloseable {
    private static final int LEVEL = 1;

    private final DataFileWriter<AuditRecord> file;

    EntryFile(OutputStream out) throws IOException {
        file = new DataFileWriter<>(new SpecificDatumWriter<>(AuditRecord.class));
        file.setCodec(CodecFactory.deflateCodec(LEVEL));
        file.create(AuditRecord.SCHEMA$, out);
    }

    @Override
    public void write(LogEntry entry) throws IOException {
        if (!(entry.content() instanceof LogEntry.Unreadable)) {
            file.append(new AuditRecord(
                    entry.place().source().topic().topicName(),
                    entry.place().source().partition(),
                    entry.place().offset(),
                    entry.isStale(),
                    entry.content()));
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
