package dev.drover.api.moment;

import dev.drover.api.thread.OwnThread;
import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Makes snapshots as the log grows, once a minute, on a thread of its own. What fails is done a minute later. */
public final class SnapshotMaker extends OwnThread {
    private static final Logger log = LoggerFactory.getLogger(SnapshotMaker.class);
    private static final Duration BETWEEN = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Moments moments;

    public SnapshotMaker(Moments moments) {
        super("snapshots", PATIENCE);
        this.moments = moments;
    }

    @Override
    protected void work() {
        while (!isStoppingWithin(BETWEEN)) {
            makeSnapshots();
        }
    }

    private void makeSnapshots() {
        try {
            moments.makeSnapshots();
        } catch (KafkaException | DataAccessException | TransactionException e) {
            log.debug("no snapshots were made", e);
        } catch (RuntimeException e) {
            log.error("snapshots cannot be made", e);
        }
    }
}
