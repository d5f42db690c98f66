package dev.drover.benchmark.client;

import dev.drover.schemas.MessageCodec;
import dev.drover.schemas.Sharding;
import dev.drover.schemas.Topic;
import dev.drover.schemas.message.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes events to {@code mcp.events} as a shard's owner does: in transactions of one shard, numbered in order. It has a
 * transactional id of its own, so that no worker is fenced. One thread.
 */
public final class EventLog implements AutoCloseable {
    /** As many as a shard's writer puts into a transaction. */
    private static final int TRANSACTION = 200;

    private static final long FIRST_SERVER = 1_000_000_000;

    private final KafkaProducer<String, byte[]> producer;
    private final MessageCodec<Event> codec = new MessageCodec<>(Event.class);
    private final long claim = System.currentTimeMillis();
    private final Map<Integer, Long> sequences = new TreeMap<>();
    private final Map<Integer, Future<RecordMetadata>> last = new TreeMap<>();
    private long nextServer = claim % FIRST_SERVER + FIRST_SERVER;

    public EventLog(String bootstrapServers) {
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG, "bench",
                        ProducerConfig.LINGER_MS_CONFIG, 100,
                        ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 1,
                        ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 10),
                new StringSerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
    }

    /**
     * Whole lives of servers, those of a shard side by side.
     *
     * @return how many events there were
     */
    public int appendLives(int servers) {
        Map<Integer, List<ServerLife>> shards = new TreeMap<>();
        LongStream.range(0, servers)
                .mapToObj(_ -> nextLife())
                .forEach(life -> shards.computeIfAbsent(Sharding.shardOf(life.serverId()), _ -> new ArrayList<>())
                        .add(life));
        shards.values().forEach(this::append);
        return servers * ServerLife.EVENTS;
    }

    private void append(List<ServerLife> lives) {
        List<Event> events = new ArrayList<>();
        for (int step = 0; step < ServerLife.EVENTS; step++) {
            for (ServerLife life : lives) {
                events.add(life.event(step, sequence(life)));
                if (events.size() == TRANSACTION) {
                    commit(events);
                    events.clear();
                }
            }
        }
        if (!events.isEmpty()) {
            commit(events);
        }
    }

    /**
     * The end of one command of some server, in a transaction of its own.
     *
     * @return the command's id
     */
    public String appendAnswer() {
        ServerLife life = nextLife();
        String commandId = UUID.randomUUID().toString();
        commit(List.of(life.answer(commandId, sequence(life))));
        return commandId;
    }

    /** By shard, the offset after the last event that was written here. */
    public Map<Integer, Long> ends() {
        Map<Integer, Long> ends = new TreeMap<>();
        last.forEach((shard, sent) -> ends.put(shard, sent.resultNow().offset() + 1));
        return ends;
    }

    private ServerLife nextLife() {
        return new ServerLife(nextServer++, claim);
    }

    private long sequence(ServerLife life) {
        return sequences.merge(Sharding.shardOf(life.serverId()), 1L, Long::sum);
    }

    private void commit(List<Event> events) {
        producer.beginTransaction();
        for (Event event : events) {
            ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                    Topic.EVENTS.topicName(), event.getShard(), Sharding.key(event.getServerId()), codec.encode(event));
            last.put(event.getShard(), producer.send(record));
        }
        producer.commitTransaction();
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
    }
}
