package dev.drover.api.command;

import dev.drover.api.database.OwnConnection;
import dev.drover.api.thread.OwnThread;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears which commands the projection has outcomes of, and wakes those who wait; on a thread and a connection of its
 * own, which it opens again when it is lost.
 */
public final class OutcomeListener extends OwnThread {
    private static final Logger log = LoggerFactory.getLogger(OutcomeListener.class);
    private static final String CHANNEL = "drover_projection";
    private static final String EVERYBODY = "*";
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final OwnConnection database;
    private final OutcomeWait waiting;

    public OutcomeListener(OwnConnection database, OutcomeWait waiting) {
        super("outcome-listener", PATIENCE);
        this.database = database;
        this.waiting = waiting;
    }

    @Override
    protected void work() {
        boolean warned = false;
        while (!isStopping()) {
            try (Connection connection = database.open("drover-outcomes")) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("listen " + CHANNEL);
                }
                warned = false;
                // What was sent while nobody listened is lost.
                waiting.wakeAll();
                listen(connection.unwrap(PGConnection.class));
            } catch (SQLException e) {
                if (!warned) {
                    log.warn("not listening for outcomes: {}; trying again until it works", e.getMessage());
                    warned = true;
                }
            }
            if (isStoppingWithin(LOOK)) {
                return;
            }
        }
    }

    private void listen(PGConnection connection) throws SQLException {
        while (!isStopping()) {
            for (PGNotification notice : connection.getNotifications((int) LOOK.toMillis())) {
                wake(notice.getParameter());
            }
        }
    }

    private void wake(String payload) {
        if (payload.equals(EVERYBODY)) {
            waiting.wakeAll();
            return;
        }
        for (String commandId : payload.split(" ", -1)) {
            waiting.wake(commandId);
        }
    }
}
