package dev.drover.api.tail;

import dev.drover.api.thread.OwnThread;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads every partition of one topic without a group, on a thread of its own, and goes on where it was after any outage.
 * The reader is called on that thread; a record that it cannot take is logged and passed over.
 */
public final class TopicTail extends OwnThread {
    /** Where the first reading begins. */
    public enum From {
        BEGINNING,
        END
    }

    private static final Logger log = LoggerFactory.getLogger(TopicTail.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final String topic;
    private final From from;
    private final Map<String, Object> settings;
    private final Consumer<ConsumerRecord<String, byte[]>> reader;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final CountDownLatch positioned = new CountDownLatch(1);
    /** For {@link #wake}, which may wake it from another thread. */
    private volatile @Nullable KafkaConsumer<String, byte[]> reading;

    private boolean failing;

    /** @param kafka the consumer's settings: where the brokers are, and how to log in */
    public TopicTail(
            String topic, From from, Map<String, Object> kafka, Consumer<ConsumerRecord<String, byte[]>> reader) {
        super("tail-" + topic, PATIENCE);
        this.topic = topic;
        this.from = from;
        this.reader = reader;
        settings = new HashMap<>(kafka);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, from == From.END ? "latest" : "earliest");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    }

    @Override
    protected void wake() {
        KafkaConsumer<String, byte[]> consumer = reading;
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    /** Waits until it is known where reading began: what is written after that will be read. False: not in time. */
    public boolean awaitPositioned(Duration atMost) throws InterruptedException {
        return positioned.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    protected void work() {
        while (!isStopping()) {
            try {
                readOn();
            } catch (WakeupException | InterruptException e) {
                return;
            } catch (UnknownTopicOrPartitionException e) {
                // A fresh installation: the topics are being made.
                isStoppingWithin(PAUSE);
            } catch (RuntimeException e) {
                failed(e);
                isStoppingWithin(PAUSE);
            }
        }
    }

    private void readOn() {
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            reading = consumer;
            position(consumer);
            while (!isStopping()) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    hand(record);
                    positions.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
                }
            }
        } finally {
            reading = null;
        }
    }

    private void position(KafkaConsumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new UnknownTopicOrPartitionException("no topic " + topic + " yet");
        }
        consumer.assign(partitions);
        Map<TopicPartition, Long> first =
                from == From.END ? consumer.endOffsets(partitions) : consumer.beginningOffsets(partitions);
        first.forEach(positions::putIfAbsent);
        positions.forEach(consumer::seek);
        positioned.countDown();
        if (failing) {
            log.info("Reading {} again.", topic);
            failing = false;
        }
    }

    private void hand(ConsumerRecord<String, byte[]> record) {
        try {
            reader.accept(record);
        } catch (RuntimeException e) {
            log.warn("Passed over {}-{}@{}: {}", topic, record.partition(), record.offset(), e.toString());
        }
    }

    private void failed(RuntimeException e) {
        if (!failing) {
            log.warn("Cannot read {} and will try again until it can: {}", topic, e.toString());
            failing = true;
        }
    }
}
