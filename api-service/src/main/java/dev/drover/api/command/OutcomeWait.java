package dev.drover.api.command;

import dev.drover.api.database.Notifications;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Waits until the projection has the outcome of a command. The waiting (virtual) thread holds no connection; it looks
 * when it is woken, and every second in case a notice is lost.
 */
public final class OutcomeWait implements Notifications.Subscriber {
    private static final Logger log = LoggerFactory.getLogger(OutcomeWait.class);
    private static final String CHANNEL = "drover_projection";
    private static final String EVERYBODY = "*";
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Outcomes outcomes;
    private final Map<String, CompletableFuture<Void>> notices = new ConcurrentHashMap<>();

    public OutcomeWait(Outcomes outcomes, Notifications notifications) {
        this.outcomes = outcomes;
        notifications.subscribe(CHANNEL, this);
    }

    /**
     * The outcome, or empty if there is none after this long. PostgreSQL being away is waited for as well: the command
     * was taken, so an error would tell the wrong story.
     */
    public Optional<CommandView> await(String commandId, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            CompletableFuture<Void> notice = notices.computeIfAbsent(commandId, id -> new CompletableFuture<>());
            try {
                Optional<CommandView> finished = look(commandId);
                long left = end - System.nanoTime();
                if (finished.isPresent() || left <= 0) {
                    return finished;
                }
                pause(notice, Math.min(left, LOOK.toNanos()));
            } finally {
                notices.remove(commandId, notice);
            }
        }
    }

    private Optional<CommandView> look(String commandId) {
        try {
            return outcomes.find(commandId).filter(CommandView::isFinished);
        } catch (DataAccessException | TransactionException e) {
            log.debug("no look at the outcome of command {}", commandId, e);
            return Optional.empty();
        }
    }

    private static void pause(CompletableFuture<Void> notice, long nanos) {
        try {
            notice.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // Look again.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for an outcome", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a notice never fails", e);
        }
    }

    /** The projection has outcomes of these commands. */
    @Override
    public void heard(String payload) {
        if (payload.equals(EVERYBODY)) {
            missed();
            return;
        }
        for (String commandId : payload.split(" ", -1)) {
            CompletableFuture<Void> notice = notices.get(commandId);
            if (notice != null) {
                notice.complete(null);
            }
        }
    }

    @Override
    public void missed() {
        notices.values().forEach(notice -> notice.complete(null));
    }
}
