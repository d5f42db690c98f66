package dev.drover.worker.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.CompletableFuture.delayedExecutor;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.drover.worker.lifecycle.ErrorCode;
import dev.drover.worker.supervision.SpawnFailed;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handshake with a tree's init, which becomes a server only when it is told to go. A worker that dies before that
 * closes init's stdin, and init exits: so a tree whose death signals are not all in place never holds a server.
 *
 * @param builder of the contained command line
 */
record Launch(Spawner spawner, ProcessBuilder builder) {
    private static final Logger log = LoggerFactory.getLogger(Launch.class);
    private static final byte[] READY = "ready\n".getBytes(US_ASCII);
    private static final byte[] GO = "go\n".getBytes(US_ASCII);
    private static final int TIMEOUT_SECONDS = 20;
    private static final int REASON_BYTES = 2_000;

    /** Starts the tree, which is then nothing but init; blocks until that is there, 20 s at most. */
    Process ready() throws SpawnFailed {
        Process outer = fork();
        try {
            awaitReady(outer);
            return outer;
        } catch (IOException e) {
            end(outer);
            throw refused("its containment ended before it was ready");
        } catch (SpawnFailed e) {
            end(outer);
            throw e;
        }
    }

    /** Makes a server of the tree, or nothing. */
    void go(Process outer, BooleanSupplier mayRun) throws SpawnFailed {
        try {
            if (!mayRun.getAsBoolean()) {
                end(outer);
                throw new SpawnFailed(ErrorCode.EXITED_EARLY, "Not started: when it could, it should not run any more");
            }
            outer.getOutputStream().write(GO);
            outer.getOutputStream().flush();
        } catch (IOException e) {
            end(outer);
            throw refused("its containment ended before the server could start");
        } catch (RuntimeException e) {
            end(outer);
            throw e;
        }
    }

    private Process fork() throws SpawnFailed {
        try {
            return spawner.start(builder);
        } catch (IOException e) {
            throw refused(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused("the worker is stopping");
        }
    }

    private static void awaitReady(Process outer) throws SpawnFailed, IOException {
        var settled = new AtomicBoolean();
        delayedExecutor(TIMEOUT_SECONDS, SECONDS).execute(() -> {
            if (settled.compareAndSet(false, true)) {
                outer.destroyForcibly();
            }
        });
        boolean ready = Arrays.equals(outer.getInputStream().readNBytes(READY.length), READY);
        if (!settled.compareAndSet(false, true)) {
            throw refused("its containment was not ready within " + TIMEOUT_SECONDS + " s");
        }
        if (!ready) {
            throw refused(new String(outer.getErrorStream().readNBytes(REASON_BYTES), UTF_8).strip());
        }
    }

    /** The end of its stdin ends init; what does not end so is killed. */
    private static void end(Process outer) {
        try {
            outer.getOutputStream().close();
        } catch (IOException e) {
            log.debug("Init had ended already", e);
        }
        try {
            if (!outer.waitFor(2, SECONDS)) {
                outer.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            outer.destroyForcibly();
        }
    }

    private static SpawnFailed refused(String why) {
        return new SpawnFailed(
                ErrorCode.RESOURCE_LIMIT, "No process could be started, see the worker host's limits: " + why);
    }
}
