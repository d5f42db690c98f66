package dev.drover.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {

    private static final String TOPIC = "letters";

    @TempDir
    private Path data;

    @Test
    void keepsCommittedRecordsAndPortWhenStoppedAndStartedAgain() throws Exception {
        try (EmbeddedKafka kafka = new EmbeddedKafka(data, 0)) {
            kafka.start();
            String before = kafka.bootstrapServers();
            createTopic(before);
            send(before, "kept");

            kafka.stop();
            kafka.start();

            assertThat(kafka.bootstrapServers()).isEqualTo(before);
            send(before, "added");
            assertThat(readCommitted(before, 2)).containsExactly("kept", "added");
        }
    }

    @Test
    void letsAnotherObjectGoOnWithTheSameDataOnAnotherPort() throws Exception {
        try (EmbeddedKafka first = new EmbeddedKafka(data, 0)) {
            first.start();
            createTopic(first.bootstrapServers());
            send(first.bootstrapServers(), "kept");
        }
        try (EmbeddedKafka second = new EmbeddedKafka(data, 0)) {
            second.start();
            assertThat(readCommitted(second.bootstrapServers(), 1)).containsExactly("kept");
        }
    }

    @Test
    void keepsAcknowledgedRecordsWhenItsProcessIsKilled() throws Exception {
        try (ChildJvm first = ChildJvm.start(KafkaInAnotherJvm.class, data)) {
            String servers = first.firstLine();
            createTopic(servers);
            send(servers, "kept");
            first.kill();
        }
        try (EmbeddedKafka second = new EmbeddedKafka(data, 0)) {
            second.start();
            send(second.bootstrapServers(), "added");
            assertThat(readCommitted(second.bootstrapServers(), 2)).containsExactly("kept", "added");
        }
    }

    private static void createTopic(String servers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
    }

    private static void send(String servers, String value) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", servers, "transactional.id", "writer");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(TOPIC, "key", value)).get();
            producer.commitTransaction();
        }
    }

    private static List<String> readCommitted(String servers, int count) {
        Map<String, Object> settings = Map.of("bootstrap.servers", servers, "isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partition = List.of(new TopicPartition(TOPIC, 0));
            consumer.assign(partition);
            consumer.seekToBeginning(partition);
            List<String> values = new ArrayList<>();
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (values.size() < count && System.nanoTime() < deadline) {
                for (ConsumerRecord<String, String> found : consumer.poll(Duration.ofMillis(200))) {
                    values.add(found.value());
                }
            }
            return values;
        }
    }
}
