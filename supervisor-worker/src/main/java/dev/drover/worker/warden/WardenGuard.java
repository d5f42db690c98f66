package dev.drover.worker.warden;

import dev.drover.worker.ownership.Guard;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a warden enforce the earliest of all shards' deadlines.
 *
 * <p>A warden that is gone, or does not answer, is replaced: first every server is killed, then another warden is started, and
 * only then {@link #extend} and {@link #isWatching} agree to anything. If there can be none, this worker must not run.
 */
public final class WardenGuard implements Guard, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WardenGuard.class);

    /** How long a warden may take to answer: it needs a millisecond. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final int STARTS = 3;

    private final Launcher launcher;
    private final BootClock clock;
    private final Consumer<String> refusal;
    private final Orders orders = new Orders(PATIENCE);
    private final Thread thread = Thread.ofPlatform().name("warden").daemon().unstarted(this::run);
    private volatile Warden warden;
    private volatile Runnable killAll = () -> {};
    private volatile Supplier<List<Long>> trees = List::of;

    /** Starts a warden, or says why there is none. */
    @FunctionalInterface
    interface Launcher {
        Warden start() throws IOException;
    }

    private WardenGuard(Launcher launcher, Warden warden, Consumer<String> refusal) {
        this.launcher = launcher;
        this.warden = warden;
        this.clock = BootClock.system();
        this.refusal = refusal;
    }

    /**
     * Finds PID 1 to be a warden, or starts a companion process. Blocks for some milliseconds.
     *
     * @param dataDir the worker's own directory
     * @param refusal told, by a thread of its own, why this worker must end: no warden could be started again
     * @throws IOException with what is missing
     */
    public static WardenGuard open(Path dataDir, Consumer<String> refusal) throws IOException {
        return open(() -> start(dataDir), refusal);
    }

    static WardenGuard open(Launcher launcher, Consumer<String> refusal) throws IOException {
        Warden warden = launcher.start();
        log.info("Leases are enforced by {}", warden.isFirstProcess() ? "the first process" : "a companion process");
        var guard = new WardenGuard(launcher, warden, refusal);
        guard.watch(warden);
        guard.thread.start();
        return guard;
    }

    private static Warden start(Path dataDir) throws IOException {
        var first = Warden.firstProcess(System.getenv(Warden.VARIABLE));
        return first.isPresent() ? first.get() : Warden.companion(dataDir);
    }

    /**
     * What the warden is there for. To be said before the first spawn.
     *
     * @param kill kills every server, and those about to start, and returns when they are gone
     * @param unheld the first processes of the trees that do not die with this JVM by themselves
     */
    public void protect(Runnable kill, Supplier<List<Long>> unheld) {
        killAll = kill;
        trees = unheld;
    }

    /** Whether the warden is the first process of this worker's container, which ends with it. */
    public boolean isFirstProcess() {
        return warden.isFirstProcess();
    }

    @Override
    public boolean extend(int shard, long deadlineNanos) {
        return accepted(orders.extend(shard, clock.at(deadlineNanos)));
    }

    @Override
    public void release(int shard) {
        orders.release(shard);
    }

    /** Whether there is a warden that knows of every tree. Waits for one that is being started. */
    public boolean isWatching() {
        return accepted(orders.settle(!trees.get().isEmpty()));
    }

    private boolean accepted(Orders.Reply reply) {
        if (reply == Orders.Reply.SILENT) {
            log.error("The warden does not answer within {}", PATIENCE);
            warden.kill();
            if (isFirstProcess()) {
                orders.down();
                refuse("the first process of its container, which is its warden, does not answer");
            }
        }
        return reply == Orders.Reply.HAD;
    }

    private void run() {
        while (!serve()) {
            orders.down();
            warden.kill();
            killAll.run();
            Warden next = another();
            if (next == null) {
                return;
            }
            warden = next;
            orders.up();
            watch(next);
            log.info("The warden is there again");
        }
    }

    /** Until the guard is closed, or, with false, the warden has failed. */
    private boolean serve() {
        try {
            for (Orders.Order order = orders.next(); order != null; order = orders.next()) {
                warden.tell(order.number(), order.deadline(), trees.get());
                orders.answered(order.number());
            }
            if (orders.isClosed()) {
                warden.dismiss();
                return true;
            }
            throw new IOException("it has ended");
        } catch (IOException e) {
            log.error("The warden is gone ({}): every server is killed, then it is started again", e.getMessage());
            return false;
        }
    }

    private @Nullable Warden another() {
        String reason = "";
        for (int start = 1; start <= STARTS; start++) {
            try {
                return launcher.start();
            } catch (IOException e) {
                reason = String.valueOf(e.getMessage());
                log.error("The warden could not be started again ({} of {}): {}", start, STARTS, reason);
            }
        }
        refuse("its warden, which ends its servers in time if it cannot, is gone and cannot be started again: "
                + reason);
        return null;
    }

    private void watch(Warden watched) {
        watched.onEnd(() -> {
            if (watched == warden) {
                orders.ended();
            }
        });
    }

    private void refuse(String reason) {
        Thread.ofPlatform().name("refusal").start(() -> refusal.accept(reason));
    }

    /** The servers are gone: nothing is watched any more. */
    @Override
    public void close() {
        orders.close();
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
