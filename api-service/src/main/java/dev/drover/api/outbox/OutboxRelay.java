package dev.drover.api.outbox;

import dev.drover.api.database.OwnConnection;
import dev.drover.api.thread.OwnThread;
import dev.drover.api.topic.Topics;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the outbox to Kafka, on a thread of its own; one relay is active among all API replicas. A record is deleted
 * after its transaction is committed: a crash between the two publishes it twice, and consumers know it by its command
 * id. After any error it gives up the lock and begins again, so that a replica which can reach Kafka may take over.
 */
public final class OutboxRelay extends OwnThread {
    private static final Logger log = LoggerFactory.getLogger(OutboxRelay.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration CHORE = Duration.ofMinutes(1);
    private static final Duration JOIN = Duration.ofSeconds(15);

    private final OwnConnection database;
    private final Bell bell;
    private final Topics topics;
    private final Map<String, Object> kafka;
    private final Runnable chore;
    private final Outage outage = new Outage(log, "the outbox is not published");

    /**
     * @param kafka how to reach the brokers
     * @param chore what the active replica does besides, about once a minute
     */
    public OutboxRelay(OwnConnection database, Bell bell, Topics topics, Map<String, Object> kafka, Runnable chore) {
        super("outbox-relay", JOIN);
        this.database = database;
        this.bell = bell;
        this.topics = topics;
        this.kafka = kafka;
        this.chore = chore;
    }

    @Override
    protected void work() {
        while (!isStopping()) {
            try {
                topics.awaitCreated(LOOK);
                relay();
            } catch (SQLException | KafkaException e) {
                outage.began(e);
            } catch (RuntimeException e) {
                log.error("the outbox relay begins again after an error", e);
            }
            if (isStoppingWithin(LOOK)) {
                return;
            }
        }
    }

    private void relay() throws SQLException {
        if (!topics.areCreated()) {
            return;
        }
        try (OutboxRows rows = OutboxRows.open(database)) {
            while (!rows.lock()) {
                if (isStoppingWithin(LOOK)) {
                    return;
                }
            }
            try (RecordPublisher publisher = RecordPublisher.open(kafka)) {
                log.info("this replica publishes the outbox");
                outage.ended();
                bell.relayIsHere(true);
                publishUntilStopped(rows, publisher);
            } finally {
                bell.relayIsHere(false);
            }
        }
    }

    private void publishUntilStopped(OutboxRows rows, RecordPublisher publisher) throws SQLException {
        long nextChore = System.nanoTime();
        while (!isStopping()) {
            List<OutboxRecord> records = rows.next();
            if (records.isEmpty()) {
                if (System.nanoTime() - nextChore >= 0) {
                    doChore();
                    nextChore = System.nanoTime() + CHORE.toNanos();
                }
                bell.await(LOOK);
            } else {
                publisher.publish(records);
                rows.delete(records);
            }
        }
    }

    private void doChore() {
        try {
            chore.run();
        } catch (RuntimeException e) {
            log.warn("a chore was not done: {}; it is tried again in {} s", e.getMessage(), CHORE.toSeconds());
        }
    }
}
