package dev.drover.api.outbox;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Takes records that are to be published once the caller's transaction commits. */
public final class Outbox {
    static final String CHANNEL = "drover_outbox";

    private final JdbcClient jdbc;

    public Outbox(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Appends a record, within the caller's transaction. Records of one key keep their order as long as their writers
     * hold a lock on what the key names.
     */
    public void append(String topic, int partition, String key, byte[] value) {
        jdbc.sql("insert into outbox (topic, partition, record_key, value) values (:topic, :partition, :key, :value)")
                .param("topic", topic)
                .param("partition", partition)
                .param("key", key)
                .param("value", value)
                .update();
        jdbc.sql("select pg_notify(:channel, '')")
                .param("channel", CHANNEL)
                .query((rs, n) -> n)
                .single();
    }
}
