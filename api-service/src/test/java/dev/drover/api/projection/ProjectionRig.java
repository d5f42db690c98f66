package dev.drover.api.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.drover.schemas.MessageCodec;
import dev.drover.schemas.Topic;
import dev.drover.schemas.message.Event;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.transaction.support.TransactionTemplate;

/** The projection between a real broker and a real PostgreSQL, which may be stopped and started like a service. */
public final class ProjectionRig implements AutoCloseable {
    public final JdbcTemplate jdbc;
    public final Map<String, Object> kafka;

    private final HikariDataSource database;
    private final Admin admin;
    private final DeadLetters deadLetters;
    private final KafkaProducer<byte[], byte[]> producer;
    private final MessageCodec<Event> codec = new MessageCodec<>(Event.class);
    private KafkaMessageListenerContainer<byte[], byte[]> container;

    public ProjectionRig(String bootstrapServers, String jdbcUrl, String username, String password) {
        kafka = Map.of("bootstrap.servers", bootstrapServers);
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(jdbcUrl);
        pool.setUsername(username);
        pool.setPassword(password);
        pool.setConnectionTimeout(500);
        database = new HikariDataSource(pool);
        jdbc = new JdbcTemplate(database);
        Flyway.configure().dataSource(database).load().migrate();
        admin = Admin.create(kafka);
        deadLetters = new DeadLetters(kafka);
        producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
        createTopics();
        container = newContainer();
    }

    private void createTopics() {
        try {
            var existing = admin.listTopics().names().get();
            admin.createTopics(Stream.of(Topic.EVENTS, Topic.EVENTS_DLT)
                            .filter(topic -> !existing.contains(topic.topicName()))
                            .map(topic -> topic.toCreate((short) 1))
                            .toList())
                    .all()
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private KafkaMessageListenerContainer<byte[], byte[]> newContainer() {
        TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        return EventsContainer.create(kafka, admin, new Projector(transactions, jdbc, deadLetters));
    }

    public void start() {
        container = newContainer();
        container.start();
    }

    boolean isRunning() {
        return container.isRunning();
    }

    public void stop() {
        container.stop();
    }

    public void publish(List<Event> events) {
        events.forEach(event -> publish(event.getShard(), codec.encode(event)));
        producer.flush();
    }

    void publish(int shard, byte[] bytes) {
        var _ = producer.send(new ProducerRecord<>(Topic.EVENTS.topicName(), shard, null, bytes));
        producer.flush();
    }

    public void awaitAllApplied(int shard) {
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(checkpoint(shard)).isEqualTo(end(shard)));
    }

    long checkpoint(int shard) {
        return jdbc
                .queryForList("select next_offset from projection_checkpoint where shard = ?", Long.class, shard)
                .stream()
                .findFirst()
                .orElse(-1L);
    }

    long end(int shard) throws ExecutionException, InterruptedException {
        TopicPartition partition = new TopicPartition(Topic.EVENTS.topicName(), shard);
        ListOffsetsResultInfo end = admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .get();
        return end.offset();
    }

    /** Everything that the projector wrote. */
    public List<List<String>> rows() {
        return Stream.of("server_status", "catalogue", "command_outcome", "server_event")
                .map(table -> jdbc.queryForList("select t::text from " + table + " t order by 1", String.class))
                .toList();
    }

    @Override
    public void close() {
        container.stop();
        producer.close();
        deadLetters.close();
        admin.close();
        database.close();
    }
}
