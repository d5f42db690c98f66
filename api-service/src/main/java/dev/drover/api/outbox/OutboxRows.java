package dev.drover.api.outbox;

import dev.drover.api.database.OwnConnection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The outbox as its relay sees it: one connection that reads, deletes, and holds the lock. When the connection
 * ends, the lock ends with it, so nobody reads here without holding the lock. Used by the relay's thread only.
 */
final class OutboxRows implements AutoCloseable {
    /** Names the relay among the database's advisory locks: "mcpoutbx" in ASCII. */
    private static final long LOCK = 0x6d63706f75746278L;

    private static final int BATCH = 500;

    private final Connection connection;

    private OutboxRows(Connection connection) {
        this.connection = connection;
    }

    static OutboxRows open(OwnConnection database) throws SQLException {
        return new OutboxRows(database.open("drover-outbox"));
    }

    /** Whether this relay is the active one now. */
    boolean lock() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean locked;
            try (ResultSet row = statement.executeQuery("select pg_try_advisory_lock(" + LOCK + ")")) {
                locked = row.next() && row.getBoolean(1);
            }
            if (locked) {
                // A deletion that a crash of the database undoes publishes a command twice, and consumers know it by
                // its id.
                statement.execute("set synchronous_commit = off");
            }
            return locked;
        }
    }

    /** The oldest records, in order. */
    List<OutboxRecord> next() throws SQLException {
        String sql =
                "select record_id, topic, partition, record_key, value from outbox order by record_id limit " + BATCH;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<OutboxRecord> records = new ArrayList<>();
            while (row.next()) {
                records.add(new OutboxRecord(
                        row.getLong(1),
                        new ProducerRecord<>(
                                row.getString(2), row.getObject(3, Integer.class), row.getString(4), row.getBytes(5))));
            }
            return records;
        }
    }

    void delete(List<OutboxRecord> published) throws SQLException {
        Object[] ids = published.stream().map(OutboxRecord::recordId).toArray();
        try (PreparedStatement statement =
                connection.prepareStatement("delete from outbox where record_id = any (?)")) {
            statement.setArray(1, connection.createArrayOf("bigint", ids));
            statement.executeUpdate();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
