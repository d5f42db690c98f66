package dev.drover.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One of our services as a process, started again when it ends unless it was stopped; after a pause if it did not live for long.
 * A thread of its own watches the process; every method may be called from any thread.
 */
public final class ServiceProcess {

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LONG_LIFE = Duration.ofSeconds(10);
    private static final Duration STARTUP = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int DEATHS_BEFORE_READY = 3;
    private static final long LOG_LIMIT = 20L << 20;

    private final ServicePlan plan;
    private final Consumer<String> say;
    private @Nullable Process process;
    private @Nullable Watch watch;
    private int deaths;

    public ServiceProcess(ServicePlan plan, Consumer<String> say) {
        this.plan = plan;
        this.say = say;
    }

    public String name() {
        return plan.name();
    }

    public int port() {
        return plan.port();
    }

    public Path log() {
        return plan.log();
    }

    /** Does nothing if it is started already. */
    public synchronized void start() {
        if (watch == null) {
            Watch started = new Watch();
            watch = started;
            Thread.ofPlatform().daemon().name("watch-" + name()).start(started);
        }
    }

    /** Asks it to end (SIGTERM), and makes it end after {@code patience}; it stays down until {@link #start()}. */
    public void stop(Duration patience) {
        Watch stopped = release();
        if (stopped != null) {
            stopped.end(patience);
        }
    }

    /** SIGKILL, as a crash would be; it is started again like after one. */
    public void kill() {
        Process running = current();
        if (running != null) {
            running.destroyForcibly().onExit().join();
        }
    }

    /** SIGKILL, as a crash would be, but it stays down until {@link #start()}. */
    public void killAndHold() {
        Watch held = release();
        if (held != null) {
            held.kill();
        }
    }

    /** Whether it can do its work, by its own word. */
    public boolean isReady() {
        return isRunning() && Readiness.of(plan.host(), plan.port());
    }

    /** Returns once it is ready; exceptionally if it does not come to that. */
    public void awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + STARTUP.toNanos();
        int before = deaths();
        while (!isReady()) {
            if (deaths() - before >= DEATHS_BEFORE_READY) {
                throw new CannotStart(name() + " ends again and again; its log says why: " + log());
            }
            if (System.nanoTime() > deadline) {
                throw new CannotStart(
                        name() + " was not ready within " + STARTUP.toSeconds() + " s; its log may say why: " + log());
            }
            Thread.sleep(POLL);
        }
    }

    public boolean isRunning() {
        Process running = current();
        return running != null && running.isAlive();
    }

    /** The id of its present process. */
    public long pid() {
        Process running = current();
        if (running == null) {
            throw new IllegalStateException(name() + " was never started");
        }
        return running.pid();
    }

    /** How often it ended without having been stopped. */
    private synchronized int deaths() {
        return deaths;
    }

    private synchronized @Nullable Process current() {
        return process;
    }

    private synchronized @Nullable Watch release() {
        Watch released = watch;
        watch = null;
        return released;
    }

    private synchronized void died() {
        deaths++;
    }

    private synchronized void becomes(Process started) {
        process = started;
    }

    private Process spawn() throws IOException {
        Files.createDirectories(plan.log().getParent());
        if (Files.exists(plan.log()) && Files.size(plan.log()) > LOG_LIMIT) {
            Path previous = plan.log().resolveSibling(plan.log().getFileName() + ".1");
            Files.move(plan.log(), previous, StandardCopyOption.REPLACE_EXISTING);
        }
        // One that was killed could not tidy up.
        Directories.delete(plan.temporary());
        Files.createDirectories(plan.temporary());
        ProcessBuilder builder = new ProcessBuilder(Spawner.leashed("KILL", plan.command()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(plan.log().toFile()));
        builder.environment().putAll(plan.environment().get());
        return Spawner.start(builder);
    }

    /** From one {@link #start()} to the next {@link #stop}: the loop that keeps the process running. */
    private final class Watch implements Runnable {

        private final CountDownLatch stopping = new CountDownLatch(1);
        private final CountDownLatch over = new CountDownLatch(1);

        @Override
        public void run() {
            try {
                Duration pause;
                do {
                    long begun = System.nanoTime();
                    Process started = spawn();
                    becomes(started);
                    if (stopping.getCount() == 0) {
                        started.destroy();
                    }
                    int code = started.waitFor();
                    boolean livedLong = System.nanoTime() - begun >= LONG_LIFE.toNanos();
                    pause = livedLong ? Duration.ZERO : PAUSE;
                    if (stopping.getCount() > 0) {
                        died();
                        say.accept(
                                name() + " ended with exit code " + code + " and starts again; its log: " + plan.log());
                    }
                } while (!stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS));
            } catch (IOException e) {
                died();
                say.accept(name() + " cannot be started: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                over.countDown();
            }
        }

        void kill() {
            stopping.countDown();
            ServiceProcess.this.kill();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void end(Duration patience) {
            stopping.countDown();
            Process running = current();
            if (running != null) {
                running.destroy();
            }
            try {
                if (!over.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                    say.accept(name() + " did not stop within " + patience.toSeconds() + " s and was killed");
                    kill();
                }
            } catch (InterruptedException e) {
                kill();
                Thread.currentThread().interrupt();
            }
        }
    }
}
