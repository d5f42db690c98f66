package dev.drover.api.moment;

import dev.drover.api.projection.ShardFold;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Keeps snapshots: rows of {@code moment_snapshot}. Thread-safe. */
final class Snapshots {
    /** Of what is in a row; another number makes all rows of before nothing. */
    private static final int FORMAT = 1;

    private static final JsonMapper JSON = new JsonMapper();

    private final JdbcClient jdbc;

    Snapshots(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Of each shard that has one, the latest that holds nothing which happened after the moment. */
    Map<Integer, Snapshot> latestUntil(Instant moment, String topicId) {
        Map<Integer, Snapshot> found = new HashMap<>();
        jdbc.sql("""
                select distinct on (shard) shard, next_offset, latest, content from moment_snapshot
                where latest <= :moment and topic_id = :topic and format = :format
                order by shard, next_offset desc""")
                .param("moment", OffsetDateTime.ofInstant(moment, ZoneOffset.UTC))
                .param("topic", topicId)
                .param("format", FORMAT)
                .query((row, _) -> snapshot(row))
                .list()
                .forEach(snapshot -> found.put(snapshot.shard(), snapshot));
        return found;
    }

    void keep(Snapshot snapshot, String topicId) {
        jdbc.sql("""
                insert into moment_snapshot (shard, next_offset, topic_id, format, latest, content)
                values (:shard, :offset, :topic, :format, :latest, :content) on conflict do nothing""")
                .param("shard", snapshot.shard())
                .param("offset", snapshot.nextOffset())
                .param("topic", topicId)
                .param("format", FORMAT)
                .param("latest", OffsetDateTime.ofInstant(snapshot.latest(), ZoneOffset.UTC))
                .param("content", packed(snapshot.content()))
                .update();
    }

    private static Snapshot snapshot(ResultSet row) throws SQLException {
        return new Snapshot(
                row.getInt("shard"),
                row.getLong("next_offset"),
                row.getObject("latest", OffsetDateTime.class).toInstant(),
                unpacked(row.getBytes("content")));
    }

    private static byte[] packed(ShardFold.Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater fast = new Deflater(Deflater.BEST_SPEED);
        try (OutputStream out = new DeflaterOutputStream(bytes, fast)) {
            JSON.writeValue(out, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            fast.end();
        }
        return bytes.toByteArray();
    }

    private static ShardFold.Content unpacked(byte[] bytes) {
        try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
            return JSON.readValue(in, ShardFold.Content.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
