package dev.drover.worker.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.local.testing.RealKafka;
import dev.drover.schemas.Sharding;
import dev.drover.schemas.Topic;
import dev.drover.schemas.TopicSetup;
import dev.drover.schemas.sealing.Opener;
import dev.drover.worker.supervision.Mailbox;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CommandListenerIT {
    private static final String BUG = "a bug";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static RealKafka kafka;
    private static Producer<String, byte[]> producer;

    private final Queue<Member> members = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void start() {
        kafka = RealKafka.start();
        producer = settings().plainProducer();
        try (Admin admin = settings().admin()) {
            await().ignoreExceptionsInstanceOf(UnknownTopicOrPartitionException.class)
                    .until(() -> !TopicSetup.ensure(admin, (short) 1).isEmpty());
        }
    }

    @AfterAll
    static void stop() {
        producer.close();
        kafka.close();
    }

    @AfterEach
    void endAll() throws InterruptedException {
        for (Member member : members) {
            member.goOn.countDown();
            member.listener.close();
            member.thread.join();
        }
    }

    /** A worker as far as its listener knows: of each shard that it has something runs. */
    private final class Member implements CommandListener.Assignments {
        final Set<Integer> shards = ConcurrentHashMap.newKeySet();
        final Queue<List<Integer>> revoked = new ConcurrentLinkedQueue<>();
        final Queue<Integer> lost = new ConcurrentLinkedQueue<>();
        final Queue<String> reasons = new ConcurrentLinkedQueue<>();
        final CountDownLatch rebalanced = new CountDownLatch(1);
        final CountDownLatch goOn;
        final CommandListener listener;
        final Thread thread;

        /** @param hangs at the end of its first rebalance: the next one waits for it */
        Member(String worker, Mailbox mailbox, boolean hangs) {
            goOn = new CountDownLatch(hangs ? 1 : 0);
            listener = new CommandListener(
                    settings(),
                    worker,
                    new CommandReader(Clock.systemUTC(), new Issuers(), Opener.generate()),
                    producer,
                    mailbox,
                    this,
                    reasons::add);
            thread = Thread.ofPlatform().start(listener);
            members.add(this);
        }

        @Override
        public void assigned(List<Integer> come) {
            shards.addAll(come);
            rebalanced.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public CompletableFuture<Void> revoked(List<Integer> gone) {
            if (!gone.isEmpty()) {
                revoked.add(gone);
            }
            shards.removeAll(gone);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void lost(List<Integer> gone) {
            lost.addAll(gone);
            shards.removeAll(gone);
        }

        @Override
        public Collection<Integer> busy() {
            return shards;
        }

        @Override
        public boolean areTheSameCommands() {
            return true;
        }

        void awaitShards(int count) {
            await().atMost(PATIENCE).until(() -> shards.size() == count && !listener.isArriving());
        }
    }

    @Test
    void aListenerThatCannotGoOnSaysSoInsteadOfKeepingItsShards() throws Exception {
        Member member = new Member("w-1", CommandListenerIT::fail, false);
        member.awaitShards(Sharding.SHARDS);
        member.listener.resume(3, 1, 0);
        producer.send(new ProducerRecord<>(Topic.COMMANDS.topicName(), 3, "1", new byte[] {1}))
                .get();

        assertThat(member.thread.join(PATIENCE)).isTrue();
        assertThat(member.reasons).singleElement().asString().contains(BUG);
        assertThat(member.lost).hasSize(Sharding.SHARDS);
    }

    @Test
    void shardsOfWhichSomethingRunsMoveAFewAtATimeWhenOneComesAndWhenOneLeaves() throws Exception {
        Member first = new Member("w-1", CommandListenerIT::fail, false);
        first.awaitShards(Sharding.SHARDS);
        Member second = new Member("w-2", CommandListenerIT::fail, false);
        second.awaitShards(Sharding.SHARDS / 2);

        first.listener.leave();
        assertThat(first.thread.join(PATIENCE)).isTrue();
        second.awaitShards(Sharding.SHARDS);
        assertThat(first.revoked).hasSize(8).allSatisfy(gone -> assertThat(gone).hasSize(4));
        assertThat(first.lost).isEmpty();
        assertThat(second.revoked).isEmpty();
    }

    @Test
    void theLastOneHandsOverWhatItHas() throws Exception {
        Member first = new Member("w-1", CommandListenerIT::fail, false);
        first.awaitShards(Sharding.SHARDS);
        first.listener.leave();
        assertThat(first.thread.join(PATIENCE)).isTrue();
        assertThat(first.revoked)
                .singleElement()
                .satisfies(gone -> assertThat(gone).hasSize(Sharding.SHARDS));
        assertThat(first.lost).isEmpty();
    }

    /** A rebalance that does not end: what is left is handed over, and not lost. */
    @Test
    void oneThatLeavesHandsOverAllTheSameWhenAnotherHangs() throws Exception {
        Member first = new Member("w-1", CommandListenerIT::fail, false);
        first.awaitShards(Sharding.SHARDS);
        Member second = new Member("w-2", CommandListenerIT::fail, true);
        assertThat(second.rebalanced.await(60, TimeUnit.SECONDS)).isTrue();

        first.listener.leave();
        assertThat(first.thread.join(PATIENCE)).isTrue();
        assertThat(first.revoked).extracting(List::size).containsExactly(4, Sharding.SHARDS - 4);
        assertThat(first.lost).isEmpty();
    }

    private static KafkaSettings settings() {
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
