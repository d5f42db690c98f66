package dev.drover.api.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.local.testing.RealKafka;
import dev.drover.schemas.MessageCodec;
import dev.drover.schemas.Sharding;
import dev.drover.schemas.TopicSetup;
import dev.drover.schemas.message.ApiEvent;
import dev.drover.schemas.message.ApiOutcome;
import dev.drover.schemas.message.Event;
import dev.drover.schemas.message.ServerDefined;
import dev.drover.schemas.message.ServerStopping;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LogReaderIT {
    private static final long SEED = 7;
    private static final int EVENTS = 4_000;

    /** Of one server, later than all others, a kilobyte each. */
    private static final int LONG_EVENTS = 6_000;

    private static final long TALKATIVE = 999;
    private static final Instant START = Instant.parse("2026-03-01T14:00:00Z");
    private static final RealKafka KAFKA = RealKafka.start();
    private static final Map<String, Object> SETTINGS = Map.of("bootstrap.servers", KAFKA.bootstrapServers());

    private static List<LogEntry> all = List.of();

    /** Some servers have more to tell than others, and some shards nothing; in aborted transactions there is more. */
    @BeforeAll
    static void write() throws InterruptedException {
        try (Admin admin = Admin.create(SETTINGS)) {
            var _ = TopicSetup.ensure(admin, (short) 1);
        }
        Map<String, Object> config =
                Map.of("bootstrap.servers", KAFKA.bootstrapServers(), ProducerConfig.TRANSACTIONAL_ID_CONFIG, "test");
        Random random = new Random(SEED);
        try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            for (int i = 0; i < EVENTS; i += 20) {
                producer.beginTransaction();
                for (int number = i; number < i + 20; number++) {
                    var _ = producer.send(record(random, number));
                }
                if (random.nextInt(10) == 0) {
                    producer.abortTransaction();
                } else {
                    producer.commitTransaction();
                }
            }
        }
        try (var producer = new KafkaProducer<>(SETTINGS, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int number = 0; number < LONG_EVENTS; number++) {
                Instant at = START.plusSeconds(3_600).plusMillis(number);
                var _ = producer.send(
                        event(number, TALKATIVE, at, new ServerDefined("n".repeat(1_000), "d", List.of())));
            }
        }
        all = read(ReplayRequest.EVERYTHING);
    }

    @AfterAll
    static void stop() {
        KAFKA.close();
    }

    private static ProducerRecord<byte[], byte[]> record(Random random, int number) {
        Instant at = START.plusMillis(number / 3L);
        if (random.nextInt(8) == 0) {
            byte[] value = new MessageCodec<>(ApiEvent.class)
                    .encode(ApiEvent.newBuilder()
                            .setEventId("a-" + number)
                            .setOccurredAt(at)
                            .setActor("platform")
                            .setAppId(1L)
                            .setAction("key_revoked")
                            .setOutcome(ApiOutcome.DONE)
                            .build());
            return new ProducerRecord<>("mcp.api-events", 0, at.toEpochMilli(), null, value);
        }
        long server = 1L + Math.min(random.nextInt(12), random.nextInt(12));
        return event(number, server, at, new ServerStopping());
    }

    private static ProducerRecord<byte[], byte[]> event(int number, long server, Instant at, Object body) {
        byte[] value = new MessageCodec<>(Event.class)
                .encode(Event.newBuilder()
                        .setEventId("e-" + number)
                        .setServerId(server)
                        .setAppId(1 + server % 2)
                        .setOccurredAt(at)
                        .setWorkerId("w-1")
                        .setShard(Sharding.shardOf(server))
                        .setClaim(1)
                        .setSequence(number)
                        .setBody(body)
                        .build());
        return new ProducerRecord<>("mcp.events", Sharding.shardOf(server), at.toEpochMilli(), null, value);
    }

    private static List<LogEntry> read(ReplayRequest request) {
        List<LogEntry> entries = new ArrayList<>();
        try (LogReader reader = LogReader.open(SETTINGS, request)) {
            for (LogEntry entry = next(reader); entry != null; entry = next(reader)) {
                entries.add(entry);
            }
        }
        return entries;
    }

    private static List<Place> places(List<LogEntry> entries) {
        return entries.stream().map(LogEntry::place).toList();
    }

    @Test
    void allThatIsCommittedComesOnceInTheOrderOfTime() {
        assertThat(places(all)).isSorted().doesNotHaveDuplicates();
        assertThat(all).hasSizeBetween(LONG_EVENTS + EVENTS * 8 / 10, LONG_EVENTS + EVENTS - 20);
        assertThat(all.stream().map(entry -> entry.place().source()).distinct()).hasSizeGreaterThan(8);
    }

    @Test
    void littleIsHeldHoweverMuchThereIs() {
        long most = 0;
        long total = 0;
        try (LogReader reader = LogReader.open(SETTINGS, ReplayRequest.EVERYTHING)) {
            for (LogEntry entry = next(reader); entry != null; entry = next(reader)) {
                most = Math.max(most, reader.heldBytes());
                total += entry.record().serializedValueSize();
            }
        }
        assertThat(total).isGreaterThan(6_000_000);
        assertThat(most).isBetween(1L, 2_000_000L);
    }

    @Test
    void aReplayEndsWhenItsClientGoes() throws Exception {
        Replays replays = new Replays(SETTINGS);
        // Each takes a place, of which there are fewer.
        for (int client = 0; client < 6; client++) {
            List<Integer> writes = new ArrayList<>();
            replays.write(ReplayRequest.EVERYTHING, () -> new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    writes.add(consumers().size());
                    throw new IOException("the client has gone");
                }
            });
            assertThat(writes).containsExactly(1);
        }
        assertThat(consumers()).isEmpty();
    }

    /** Those of replays that there are in this JVM. */
    private static Set<ObjectName> consumers() {
        try {
            return ManagementFactory.getPlatformMBeanServer()
                    .queryNames(new ObjectName("kafka.consumer:type=app-info,id=drover-replay-*"), null);
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aCursorGoesOnAfterItsLine() {
        for (int at : List.of(0, 1, all.size() / 2, all.size() / 2 + 1, all.size() - 1)) {
            Place after = Place.of(all.get(at).place().cursor());
            assertThat(places(read(new ReplayRequest(null, null, null, null, Set.of(), after))))
                    .as("after line %d", at)
                    .isEqualTo(places(all.subList(at + 1, all.size())));
        }
    }

    @Test
    void whatIsAskedForIsWhatComes() {
        Instant from = START.plusMillis(300);
        Instant to = START.plusMillis(700);
        ReplayRequest request = new ReplayRequest(from, to, 2L, 1L, Set.of("server_stopping"), null);
        List<LogEntry> meant = all.stream()
                .filter(entry -> entry.content() instanceof Event event
                        && event.getServerId() == 2
                        && !event.getOccurredAt().isBefore(from)
                        && event.getOccurredAt().isBefore(to))
                .toList();
        assertThat(meant).hasSizeGreaterThan(20);
        assertThat(places(read(request))).isEqualTo(places(meant));
        assertThat(places(read(new ReplayRequest(from, to, 2L, 2L, Set.of(), null))))
                .isEmpty();
        assertThat(places(read(new ReplayRequest(null, null, null, null, Set.of("key_revoked"), null))))
                .isEqualTo(places(all.stream()
                        .filter(entry -> entry.content() instanceof ApiEvent)
                        .toList()));
    }

    /** The next that is wanted; null: there is no more. */
    private static @Nullable LogEntry next(LogReader reader) {
        LogEntry entry = reader.step();
        while (entry != null && !reader.wants(entry)) {
            entry = reader.step();
        }
        return entry;
    }
}
