package dev.drover.api.replay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads part of the log in the order of time, without a group, up to what was there when it began. Each source is in
 * order, so it is enough to hold a little of each and to hand on the oldest; a source that is far ahead is fetched no
 * further until the others come up. One thread.
 */
public final class LogReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * By so much a record's own time may be earlier than its event's. Workers write the event's time; the API's events and
     * those of older releases have the clock of whoever published them, which another replica's may be ahead of.
     */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private static final Duration CLOSE = Duration.ofSeconds(1);

    private final ReplayRequest request;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Lane> lanes = new HashMap<>();
    private final PriorityQueue<Lane> ready =
            new PriorityQueue<>((a, b) -> placeOf(a).compareTo(placeOf(b)));
    private final List<Lane> lacking = new ArrayList<>();
    private @Nullable Lane foremost;

    private LogReader(ReplayRequest request, KafkaConsumer<byte[], byte[]> consumer) {
        this.request = request;
        this.consumer = consumer;
    }

    /**
     * @param kafka where the brokers are, and how to log in
     * @throws KafkaException if they do not answer
     */
    public static LogReader open(Map<String, Object> kafka, ReplayRequest request) {
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        LogReader reader = new LogReader(request, consumer);
        try {
            reader.begin();
            return reader;
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private static Map<String, Object> settings(Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "drover-replay-" + UUID.randomUUID());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        // One request is under way at a time: one for shards that have nothing more keeps the others' waiting.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
        // What is fetched and not handed over counts against the memory of a reader, once for each source.
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 512 * 1024);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 * 1024 * 1024);
        return settings;
    }

    private void begin() {
        List<LogSource> sources = request.sources();
        List<TopicPartition> partitions =
                sources.stream().map(LogSource::asPartition).toList();
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
        long from = request.fromMillis() - SKEW.toMillis();
        if (from > 0) {
            starts = later(starts, ends, from);
        }
        for (LogSource source : sources) {
            TopicPartition partition = source.asPartition();
            long start = starts.getOrDefault(partition, 0L);
            consumer.seek(partition, start);
            Lane lane = new Lane(source, start, ends.getOrDefault(partition, 0L), request.toMillis());
            lanes.put(partition, lane);
            settle(lane);
        }
    }

    private Map<TopicPartition, Long> later(
            Map<TopicPartition, Long> starts, Map<TopicPartition, Long> ends, long millis) {
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(
                starts.keySet().stream().collect(Collectors.toMap(partition -> partition, _ -> millis)));
        Map<TopicPartition, Long> later = new HashMap<>();
        starts.keySet().forEach(partition -> {
            OffsetAndTimestamp first = found.get(partition);
            later.put(partition, first == null ? ends.getOrDefault(partition, 0L) : first.offset());
        });
        return later;
    }

    /** The next of any, wanted or not, waiting for it; null: there is no more. */
    @Nullable
    LogEntry step() {
        fill();
        Lane first = foremost();
        if (first == null) {
            return null;
        }
        LogEntry entry = first.head();
        first.removeHead();
        foremost = first.head() == null ? null : first;
        if (foremost == null) {
            settle(first);
        }
        return entry;
    }

    /** Mostly the one that was it before: then nothing has to be sorted. */
    private @Nullable Lane foremost() {
        Lane next = ready.peek();
        if (foremost != null && next != null && placeOf(next).compareTo(placeOf(foremost)) < 0) {
            ready.add(foremost);
            foremost = null;
        }
        return foremost == null ? ready.poll() : foremost;
    }

    /** How much there is of what is fetched and not handed on yet. */
    long heldBytes() {
        return lanes.values().stream().mapToLong(Lane::waitingBytes).sum();
    }

    boolean wants(LogEntry entry) {
        return request.wants(entry);
    }

    private void settle(Lane lane) {
        if (lane.head() != null) {
            ready.add(lane);
        } else if (!lane.isRead()) {
            lacking.add(lane);
        }
    }

    /** Nothing may be handed on while one source could still have something older. */
    private void fill() {
        long deadline = 0;
        while (!lacking.isEmpty()) {
            boolean came = poll();
            List<Lane> lacked = List.copyOf(lacking);
            lacking.clear();
            lacked.forEach(this::settle);
            if (came) {
                deadline = 0;
            } else if (deadline == 0) {
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new KafkaException("the brokers have sent nothing for " + PATIENCE.toSeconds() + " s");
            }
        }
    }

    private boolean poll() {
        List<TopicPartition> pausing = new ArrayList<>();
        List<TopicPartition> resuming = new ArrayList<>();
        for (Lane lane : lanes.values()) {
            (lane.isFull() || lane.isRead() ? pausing : resuming).add(lane.partition());
        }
        consumer.pause(pausing);
        consumer.resume(resuming);
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        for (TopicPartition partition : records.partitions()) {
            Lane lane = lanes.get(partition);
            if (lane != null) {
                records.records(partition).forEach(lane::add);
            }
        }
        boolean came = false;
        for (Lane lane : lanes.values()) {
            if (!lane.isRead()) {
                came |= lane.readTo(consumer.position(lane.partition()));
            }
        }
        return came;
    }

    private static Place placeOf(Lane lane) {
        LogEntry head = lane.head();
        if (head == null) {
            throw new IllegalStateException("a lane without a head is not ready");
        }
        return head.place();
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSE));
    }
}
