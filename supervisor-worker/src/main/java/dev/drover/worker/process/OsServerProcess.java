package dev.drover.worker.process;

import static java.util.concurrent.CompletableFuture.delayedExecutor;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.drover.worker.lifecycle.Exit;
import dev.drover.worker.supervision.Masking;
import dev.drover.worker.supervision.ServerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A contained process tree: the outer process that the kernel ties to the worker, and init, the first of the tree. */
final class OsServerProcess implements ServerProcess {
    private static final Logger log = LoggerFactory.getLogger(OsServerProcess.class);
    private static final int SIGNAL_BASE = 128;
    private static final int SIGKILL = 9;
    private static final int LAST_SIGNAL = 64;
    /** A runtime that is out of memory may write a long stack trace after it has said so. */
    private static final int EVIDENCE_LINES = 200;

    private static final long BETWEEN_LOOKS = 5_000_000;

    private final Process outer;
    private final ProcessHandle init;
    private final OptionalLong initStart;
    private final Runnable killMarked;
    private final StderrTail stderr;
    private final Masking masking;
    private final AtomicBoolean killed = new AtomicBoolean();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private final CompletableFuture<End> end;

    private record End(Exit exit, @Nullable String exceededLimit) {}

    /**
     * @param killMarked kills what has left the tree, where the containment cannot hold it
     * @param limits says which limit ended it, from its exit and the last lines of its stderr
     */
    OsServerProcess(
            Process outer,
            ProcessHandle init,
            Runnable killMarked,
            Masking masking,
            BiFunction<Exit, List<String>, @Nullable String> limits) {
        this.outer = outer;
        this.init = init;
        this.initStart = ProcessTable.startOf(init.pid());
        this.killMarked = killMarked;
        this.stderr = new StderrTail(masking);
        this.masking = masking;
        this.end = outer.onExit()
                .thenRunAsync(this::awaitTree, Thread::startVirtualThread)
                .thenRun(killMarked)
                .exceptionally(OsServerProcess::report)
                // A process out of reach may hold the pipe for ever.
                .thenCompose(swept -> drained.copy().completeOnTimeout(null, 1, SECONDS))
                .thenApply(read -> end(ending(), limits));
    }

    /** Namespaces and their first process end together, but the outer process may be gone before them. */
    private void awaitTree() {
        while (initStart.isPresent() && initStart.equals(ProcessTable.startOf(init.pid()))) {
            LockSupport.parkNanos(BETWEEN_LOOKS);
        }
    }

    /** Reads stderr, and returns when all is over. */
    void attend() {
        try {
            stderr.readFrom(outer.getErrorStream());
        } catch (IOException e) {
            log.debug("The stderr of process {} was closed while it was read", pid(), e);
        } finally {
            drained.complete(null);
        }
        end.join();
    }

    @Override
    public long pid() {
        return init.pid();
    }

    @Override
    public OutputStream stdin() {
        return outer.getOutputStream();
    }

    @Override
    public InputStream stdout() {
        return outer.getInputStream();
    }

    @Override
    public List<String> stderrTail(int lines) {
        return stderr.last(lines);
    }

    @Override
    public String masked(String text) {
        return masking.mask(text);
    }

    /** On a thread of its own: closing waits for whoever is in the middle of writing to a full pipe. */
    @Override
    public void closeStdin() {
        Thread.ofPlatform()
                .daemon()
                .name("close-stdin")
                .stackSize(OsProcessHost.STACK_BYTES)
                .start(() -> {
                    try {
                        outer.getOutputStream().close();
                    } catch (IOException e) {
                        log.debug("The stdin of process {} was gone already", pid(), e);
                    }
                });
    }

    @Override
    public void terminate() {
        init.destroy();
    }

    @Override
    public void kill() {
        killed.set(true);
        init.destroyForcibly();
        Thread.startVirtualThread(killMarked);
        delayedExecutor(1, SECONDS).execute(outer::destroyForcibly);
    }

    @Override
    public CompletableFuture<Exit> exit() {
        return end.thenApply(End::exit);
    }

    @Override
    public @Nullable String exceededLimit() {
        End ended = end.getNow(null);
        return ended == null ? null : ended.exceededLimit();
    }

    /** Whoever was killed by us did not end by a limit. */
    private End end(Exit exit, BiFunction<Exit, List<String>, @Nullable String> limits) {
        return new End(exit, killed.get() ? null : limits.apply(exit, stderr.last(EVIDENCE_LINES)));
    }

    /** As a shell says it, and init with it: 128 + n is signal n. But unshare may say 1 if init was killed. */
    private Exit ending() {
        int status = outer.exitValue();
        boolean initKilled = killed.get() || stderr.saysInitWasKilled();
        int signal = initKilled && status == 1 ? SIGKILL : status - SIGNAL_BASE;
        return signal > 0 && signal <= LAST_SIGNAL ? Exit.signal(signal) : Exit.code(status);
    }

    private static @Nullable Void report(Throwable failure) {
        log.error("Cannot look for processes that a server may have left", failure);
        return null;
    }
}
