package dev.drover.api.topic;

import dev.drover.schemas.Topic;
import dev.drover.schemas.TopicSetup;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Creates the topics that are missing, on a thread of its own which tries until Kafka answers and then ends. */
public final class Topics implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Topics.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Map<String, Object> kafka;
    private final short replicationFactor;
    private final CountDownLatch created = new CountDownLatch(1);
    private @Nullable Thread thread;

    /**
     * @param kafka how to reach the brokers
     * @param replicationFactor copies of each record; -1 for the brokers' default
     */
    public Topics(Map<String, Object> kafka, short replicationFactor) {
        this.kafka = kafka;
        this.replicationFactor = replicationFactor;
    }

    public boolean areCreated() {
        return created.getCount() == 0;
    }

    /** Returns once they are created, or after this long. */
    public boolean awaitCreated(Duration atMost) {
        try {
            return created.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void start() {
        thread = Thread.ofPlatform().name("topic-creation").daemon().start(this::createUntilDone);
    }

    private void createUntilDone() {
        try (Admin admin = Admin.create(kafka)) {
            String said = "";
            while (created.getCount() > 0) {
                String trouble = create(admin);
                if (!trouble.isEmpty() && !trouble.equals(said)) {
                    log.warn("the topics are not there yet, trying again until they are: {}", trouble);
                    said = trouble;
                }
                Thread.sleep(trouble.isEmpty() ? Duration.ZERO : PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is in the way; empty if nothing is. */
    private String create(Admin admin) throws InterruptedException {
        try {
            TopicSetup.ensure(admin, replicationFactor);
            log.info("all {} topics are there", Topic.values().length);
            created.countDown();
            return "";
        } catch (KafkaException | IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Override
    public void stop() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null && thread.isAlive();
    }

    /** Before everything that consumes or publishes. */
    @Override
    public int getPhase() {
        return 0;
    }
}
