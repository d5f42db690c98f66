package dev.drover.api.thread;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** A service that works on a thread of its own while the application runs. Started once. */
public abstract class OwnThread implements SmartLifecycle {
    private final String name;
    private final Duration patience;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable Thread thread;

    /**
     * @param name the thread's
     * @param patience how long the application's end waits for the thread's
     */
    protected OwnThread(String name, Duration patience) {
        this.name = name;
        this.patience = patience;
    }

    /** The work; it ends soon after it is asked to stop. */
    protected abstract void work();

    protected final boolean isStopping() {
        return stopped.getCount() == 0;
    }

    /** Pauses this long, or until it is asked to stop. */
    protected final boolean isStoppingWithin(Duration pause) {
        try {
            return stopped.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Wakes the work from what it waits for, so that it sees that it is to stop. Called on another thread. */
    protected void wake() {}

    @Override
    public final void start() {
        thread = Thread.ofPlatform().name(name).daemon().start(this::work);
    }

    @Override
    public final void stop() {
        stopped.countDown();
        wake();
        Thread working = thread;
        try {
            if (working != null && !working.join(patience)) {
                LoggerFactory.getLogger(getClass()).warn("{} did not stop in {} s", name, patience.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public final boolean isRunning() {
        Thread working = thread;
        return working != null && working.isAlive() && !isStopping();
    }
}
