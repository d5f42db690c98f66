package dev.drover.local.testing;

import dev.drover.local.EmbeddedKafka;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.kafka.KafkaContainer;

/** A fresh, empty Kafka broker, gone with its data at close. */
public final class RealKafka implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RealKafka.class);

    private final String bootstrapServers;
    private final Runnable stop;

    private RealKafka(String bootstrapServers, Runnable stop) {
        this.bootstrapServers = bootstrapServers;
        this.stop = stop;
    }

    public static RealKafka start() {
        return Docker.ANSWERS ? container() : embedded();
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public void close() {
        stop.run();
    }

    private static RealKafka container() {
        KafkaContainer container = new KafkaContainer("apache/kafka:4.2.1")
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
                .withEnv("KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS", "1000");
        container.start();
        LOG.info("Kafka runs in a container at {}", container.getBootstrapServers());
        return new RealKafka(container.getBootstrapServers(), container::stop);
    }

    private static RealKafka embedded() {
        Path data = TemporaryDirectory.create("kafka");
        EmbeddedKafka kafka = new EmbeddedKafka(data, 0);
        kafka.start();
        LOG.info("Kafka runs embedded at {}: Docker does not answer", kafka.bootstrapServers());
        return new RealKafka(kafka.bootstrapServers(), () -> {
            kafka.stop();
            TemporaryDirectory.delete(data);
        });
    }
}
