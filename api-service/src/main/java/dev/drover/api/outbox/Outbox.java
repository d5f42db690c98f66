package dev.drover.api.outbox;

import java.sql.Types;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Takes records that are to be published once the caller's transaction commits. */
public final class Outbox {
    private static final String INSERT =
            "insert into outbox (topic, partition, record_key, value) values (:topic, :partition, :key, :value)";

    private final JdbcClient jdbc;
    private final Bell bell;

    public Outbox(JdbcClient jdbc, Bell bell) {
        this.jdbc = jdbc;
        this.bell = bell;
    }

    /**
     * Appends a record, within the caller's transaction. Records of one key keep their order as long as their writers
     * hold a lock on what the key names.
     */
    public void append(String topic, int partition, String key, byte[] value) {
        insert(INSERT, Map.of(), topic, partition, key, value);
    }

    /**
     * The same, and inserts something else in the same round trip to the database.
     *
     * @param also the other insert; its parameters are not called topic, partition, key or value
     */
    public void append(
            String topic, int partition, String key, byte[] value, String also, Map<String, ?> itsParameters) {
        insert("with also as (" + also + ") " + INSERT, itsParameters, topic, partition, key, value);
    }

    /** The same, to the partition that Kafka's own rule gives the key. */
    public void append(String topic, String key, byte[] value) {
        insert(INSERT, Map.of(), topic, null, key, value);
    }

    private void insert(
            String sql,
            Map<String, ?> parameters,
            String topic,
            @Nullable Integer partition,
            String key,
            byte[] value) {
        jdbc.sql(sql)
                .params(parameters)
                .param("topic", topic)
                .param("partition", partition, Types.INTEGER)
                .param("key", key)
                .param("value", value)
                .update();
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                bell.ring();
            }
        });
    }
}
