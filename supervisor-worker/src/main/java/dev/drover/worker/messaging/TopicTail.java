package dev.drover.worker.messaging;

import dev.drover.schemas.Topic;
import dev.drover.schemas.UnreadableMessage;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest record of every key of some compacted topics, kept up to date: so that a shard can be taken over without
 * reading it from the beginning. One thread runs it; any may ask.
 */
public final class TopicTail implements Runnable, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TopicTail.class);

    /**
     * Renewals come all the time, and each answer of a broker costs it a look at every partition: unless somebody waits,
     * what comes within this time is fetched together.
     */
    private static final Duration PAUSE = Duration.ofMillis(50);

    /** {@code max.poll.records}: there is more to be had. */
    private static final int FULL_POLL = 500;

    private static final Duration RETRY = Duration.ofMillis(500);

    /**
     * A record's value, with where and when it was written.
     *
     * @param readAt when it was read, by {@link System#nanoTime()}
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Entry(long offset, long timestamp, long readAt, byte[] value) {
        static Entry of(ConsumerRecord<String, byte[]> record, long readAt) {
            return new Entry(record.offset(), record.timestamp(), readAt, record.value());
        }
    }

    /** Told of each record as it is read, by the tail's thread; tombstones are left out. */
    public interface Watcher {
        void seen(TopicPartition partition, String key, Entry entry);
    }

    private final KafkaConsumer<String, byte[]> consumer;
    private final Admin admin;
    private final List<TopicPartition> partitions;
    private final Watcher watcher;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final Condition awaited = lock.newCondition();
    private final Map<TopicPartition, Map<String, Entry>> newest = new HashMap<>();
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private int waiting;
    private volatile boolean closed;

    public TopicTail(KafkaSettings kafka, Admin admin, List<Topic> topics, Watcher watcher) {
        this.consumer = kafka.tailConsumer();
        this.admin = admin;
        this.watcher = watcher;
        this.partitions = topics.stream().flatMap(TopicTail::partitionsOf).toList();
    }

    private static Stream<TopicPartition> partitionsOf(Topic topic) {
        return IntStream.range(0, topic.partitions()).mapToObj(p -> new TopicPartition(topic.topicName(), p));
    }

    @Override
    public void run() {
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        boolean isPositioned = false;
        while (!closed) {
            try {
                if (!isPositioned) {
                    takePositions();
                    isPositioned = true;
                }
                ConsumerRecords<String, byte[]> records = consumer.poll(Duration.ofMillis(500));
                take(records);
                if (records.count() < FULL_POLL) {
                    pause();
                }
            } catch (WakeupException | InterruptedException e) {
                // closed is set
            } catch (KafkaException e) {
                log.warn(
                        "The tail of {} stumbled and goes on: {}",
                        partitions.getFirst().topic(),
                        e.toString());
            } catch (RuntimeException e) {
                // Without a tail no shard could be claimed ever again.
                log.error(
                        "The tail of {} stumbled and goes on",
                        partitions.getFirst().topic(),
                        e);
                LockSupport.parkNanos(RETRY.toNanos());
            }
        }
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }

    private void take(ConsumerRecords<String, byte[]> records) {
        long readAt = System.nanoTime();
        lock.lock();
        try {
            records.forEach(record -> keep(record, readAt));
            records.nextOffsets().forEach((partition, offset) -> positions.put(partition, offset.offset()));
            moved.signalAll();
        } finally {
            lock.unlock();
        }
        for (ConsumerRecord<String, byte[]> record : records) {
            if (record.value() != null) {
                tell(record, readAt);
            }
        }
    }

    private void pause() throws InterruptedException {
        lock.lock();
        try {
            long left = PAUSE.toNanos();
            while (waiting == 0 && !closed && left > 0) {
                left = awaited.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** An empty partition has a position, too, but no poll tells it. */
    private void takePositions() {
        Map<TopicPartition, Long> first = new HashMap<>();
        partitions.forEach(partition -> first.put(partition, consumer.position(partition)));
        lock.lock();
        try {
            positions.putAll(first);
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void tell(ConsumerRecord<String, byte[]> record, long readAt) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        try {
            watcher.seen(partition, record.key(), Entry.of(record, readAt));
        } catch (UnreadableMessage e) {
            log.error("{} offset {} cannot be read: {}", partition, record.offset(), e.getMessage());
        }
    }

    private void keep(ConsumerRecord<String, byte[]> record, long readAt) {
        Map<String, Entry> keys =
                newest.computeIfAbsent(new TopicPartition(record.topic(), record.partition()), p -> new HashMap<>());
        if (record.value() == null) {
            keys.remove(record.key());
        } else {
            keys.put(record.key(), Entry.of(record, readAt));
        }
    }

    /**
     * What the partition holds now: waits until everything that is committed at the time of the call has been read.
     *
     * @throws KafkaException if the brokers do not answer in time
     */
    public Map<String, Entry> catchUp(TopicPartition partition) throws InterruptedException {
        return catchUp(List.of(partition)).getOrDefault(partition, Map.of());
    }

    /** The same of several at once: a question to the brokers for all of them, not one for each. */
    public Map<TopicPartition, Map<String, Entry>> catchUp(Collection<TopicPartition> wanted)
            throws InterruptedException {
        Map<TopicPartition, Long> ends = new EndOffsets(admin).of(wanted);
        long deadline = System.nanoTime() + KafkaSettings.PATIENCE.toNanos();
        lock.lock();
        try {
            waiting++;
            awaited.signalAll();
            while (!isAt(ends)) {
                if (moved.awaitNanos(deadline - System.nanoTime()) <= 0) {
                    throw new org.apache.kafka.common.errors.TimeoutException("could not read up to " + ends);
                }
            }
            return wanted.stream()
                    .collect(Collectors.toMap(
                            partition -> partition, partition -> Map.copyOf(newest.getOrDefault(partition, Map.of()))));
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    /** How many keys the partition has, as far as it has been read. */
    public int entries(TopicPartition partition) {
        lock.lock();
        try {
            return newest.getOrDefault(partition, Map.of()).size();
        } finally {
            lock.unlock();
        }
    }

    /** The lock is held. */
    private boolean isAt(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> positions.getOrDefault(end.getKey(), -1L) >= end.getValue());
    }

    /**
     * The ids of the topics as they are now.
     *
     * @throws KafkaException if the brokers do not answer in time
     */
    public Map<String, Uuid> topicIds(List<Topic> topics) throws InterruptedException {
        List<String> names = topics.stream().map(Topic::topicName).toList();
        try {
            return admin
                    .describeTopics(names)
                    .allTopicNames()
                    .get(KafkaSettings.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .values()
                    .stream()
                    .collect(Collectors.toMap(TopicDescription::name, TopicDescription::topicId));
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("could not ask for the ids of " + names, e);
        }
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
    }
}
