package dev.drover.worker.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.local.testing.RealKafka;
import dev.drover.schemas.Topic;
import dev.drover.schemas.TopicSetup;
import dev.drover.schemas.sealing.Opener;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

class CommandListenerIT {
    private static final String BUG = "a bug";

    private final Queue<Integer> assigned = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> lost = new ConcurrentLinkedQueue<>();
    private final Queue<String> reasons = new ConcurrentLinkedQueue<>();

    /** Only keeps what it is told. */
    private final CommandListener.Assignments assignments = new CommandListener.Assignments() {
        @Override
        public boolean areTheSameCommands() {
            return true;
        }

        @Override
        public List<Integer> busy() {
            return List.of();
        }

        @Override
        public void assigned(List<Integer> shards) {
            assigned.addAll(shards);
        }

        @Override
        public CompletableFuture<Void> revoked(List<Integer> shards) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void lost(List<Integer> shards) {
            lost.addAll(shards);
        }
    };

    @Test
    void aListenerThatCannotGoOnSaysSoInsteadOfKeepingItsShards() throws Exception {
        try (RealKafka kafka = RealKafka.start();
                Admin admin = settings(kafka).admin();
                Producer<String, byte[]> producer = settings(kafka).plainProducer()) {
            await().ignoreExceptionsInstanceOf(UnknownTopicOrPartitionException.class)
                    .until(() -> !TopicSetup.ensure(admin, (short) 1).isEmpty());
            CommandListener listener = new CommandListener(
                    settings(kafka),
                    "w-1",
                    new CommandReader(Clock.systemUTC(), new Issuers(), Opener.generate()),
                    producer,
                    CommandListenerIT::fail,
                    assignments,
                    reasons::add);
            Thread thread = Thread.ofPlatform().start(listener);
            await().atMost(Duration.ofSeconds(60)).until(() -> assigned.contains(3));
            listener.resume(3, 1, 0);
            producer.send(new ProducerRecord<>(Topic.COMMANDS.topicName(), 3, "1", new byte[] {1}))
                    .get();

            assertThat(thread.join(Duration.ofSeconds(60))).isTrue();
            assertThat(reasons).singleElement().asString().contains(BUG);
            assertThat(lost).containsExactlyInAnyOrderElementsOf(assigned);
        }
    }

    private static KafkaSettings settings(RealKafka kafka) {
        return new KafkaSettings(
                Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()),
                Duration.ofSeconds(6),
                "classic",
                false);
    }

    private static void fail(Object message) {
        throw new IllegalArgumentException(BUG);
    }
}
