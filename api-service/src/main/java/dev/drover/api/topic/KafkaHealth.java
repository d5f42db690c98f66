package dev.drover.api.topic;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Whether the Kafka brokers answer within two seconds. */
public final class KafkaHealth extends AbstractHealthIndicator implements AutoCloseable {
    private static final int TIMEOUT_MS = 2_000;

    private final Admin admin;

    /** @param kafka how to reach the brokers */
    public KafkaHealth(Map<String, Object> kafka) {
        super("Kafka does not answer");
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(AdminClientConfig.CLIENT_ID_CONFIG, "drover-health");
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        this.admin = Admin.create(config);
    }

    @Override
    protected void doHealthCheck(Health.Builder health) throws Exception {
        admin.describeCluster().clusterId().get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
        health.up();
    }

    @Override
    public void close() {
        admin.close();
    }
}
