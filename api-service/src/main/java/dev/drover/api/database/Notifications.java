package dev.drover.api.database;

import dev.drover.api.thread.OwnThread;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what the replicas tell each other by PostgreSQL's {@code NOTIFY}, for all of this one, on a thread and a connection
 * of its own; a lost connection is opened again.
 */
public final class Notifications extends OwnThread {
    private static final Logger log = LoggerFactory.getLogger(Notifications.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration DEAF = Duration.ofSeconds(3);

    private final OwnConnection database;
    private final Map<String, Subscriber> subscribers = new ConcurrentHashMap<>();
    private volatile long provedAt = System.nanoTime() - DEAF.toNanos();

    public Notifications(OwnConnection database) {
        super("notifications", DEAF);
        this.database = database;
    }

    /** Called on the thread that hears, which it must not hold up. */
    public interface Subscriber {
        void heard(String payload);

        /** Nobody listened for a while, and what was sent then is lost. */
        void missed();
    }

    /** To be called before the start. */
    public void subscribe(String channel, Subscriber subscriber) {
        subscribers.put(channel, subscriber);
    }

    /** Whether whatever was sent until three seconds ago has been heard: the connection has proved since that it works. */
    public boolean isHearing() {
        return System.nanoTime() - provedAt < DEAF.toNanos();
    }

    @Override
    protected void work() {
        boolean warned = false;
        while (!isStopping()) {
            try (Connection connection = database.open("drover-notifications");
                    Statement statement = connection.createStatement()) {
                for (String channel : subscribers.keySet()) {
                    statement.execute("listen " + channel);
                }
                subscribers.values().forEach(Subscriber::missed);
                warned = false;
                listen(statement, connection.unwrap(PGConnection.class));
            } catch (SQLException e) {
                if (!warned) {
                    log.warn(
                            "not listening to the other replicas: {}; until it works, keys are read in each request and"
                                    + " outcomes looked for each second",
                            e.getMessage());
                    warned = true;
                }
            }
            if (isStoppingWithin(LOOK)) {
                return;
            }
        }
    }

    private void listen(Statement statement, PGConnection connection) throws SQLException {
        long asked = System.nanoTime() - LOOK.toNanos();
        while (!isStopping()) {
            if (System.nanoTime() - asked >= LOOK.toNanos()) {
                asked = System.nanoTime();
                statement.execute("select 1");
                provedAt = asked;
            }
            for (PGNotification notice : connection.getNotifications((int) LOOK.toMillis())) {
                Subscriber subscriber = subscribers.get(notice.getName());
                if (subscriber != null) {
                    subscriber.heard(notice.getParameter());
                }
            }
        }
    }
}
