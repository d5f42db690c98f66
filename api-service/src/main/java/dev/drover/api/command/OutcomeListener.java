package dev.drover.api.command;

import dev.drover.api.database.OwnConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Hears which commands the projection has outcomes of, and wakes those who wait; on a thread and a connection of its
 * own, which it opens again when it is lost.
 */
public final class OutcomeListener implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(OutcomeListener.class);
    private static final String CHANNEL = "drover_projection";
    private static final String EVERYBODY = "*";
    private static final int LOOK_MS = 1_000;

    private final OwnConnection database;
    private final OutcomeWait waiting;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable Thread thread;

    public OutcomeListener(OwnConnection database, OutcomeWait waiting) {
        this.database = database;
        this.waiting = waiting;
    }

    @Override
    public void start() {
        thread = Thread.ofPlatform().name("outcome-listener").daemon().start(this::run);
    }

    private void run() {
        boolean warned = false;
        while (!isStopping(0)) {
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
            if (isStopping(LOOK_MS)) {
                return;
            }
        }
    }

    private void listen(PGConnection connection) throws SQLException {
        while (!isStopping(0)) {
            for (PGNotification notice : connection.getNotifications(LOOK_MS)) {
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

    private boolean isStopping(int withinMillis) {
        try {
            return stopped.await(withinMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void stop() {
        stopped.countDown();
        Thread listener = thread;
        try {
            if (listener != null) {
                var _ = listener.join(Duration.ofSeconds(3));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null && stopped.getCount() > 0;
    }
}
