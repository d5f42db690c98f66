package dev.drover.worker.simulation;

import dev.drover.worker.lifecycle.Exit;
import dev.drover.worker.supervision.ServerProcess;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A server's process tree on the host of a worker. It ends when it is told to, or later. */
final class SimProcess implements ServerProcess {
    final long serverId;
    final String name;
    private final SimWorker worker;
    private final Time time;
    private final Witness witness;
    private final CompletableFuture<Exit> exit = new CompletableFuture<>();
    private final boolean isStubborn;
    private boolean isAlive = true;

    SimProcess(SimWorker worker, Time time, Witness witness, long serverId, String name) {
        this.worker = worker;
        this.time = time;
        this.witness = witness;
        this.serverId = serverId;
        this.name = name;
        this.isStubborn = time.chance(0.1);
        witness.starts(serverId, name);
    }

    void end(int code) {
        if (isAlive) {
            isAlive = false;
            witness.ends(serverId, name);
            worker.gone(this);
            worker.tell(() -> exit.complete(Exit.code(code)));
        }
    }

    @Override
    public long pid() {
        return 1;
    }

    @Override
    public OutputStream stdin() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public InputStream stdout() {
        return InputStream.nullInputStream();
    }

    @Override
    public List<String> stderrTail(int lines) {
        return List.of();
    }

    @Override
    public @Nullable String exceededLimit() {
        return null;
    }

    @Override
    public String masked(String text) {
        return text;
    }

    @Override
    public void closeStdin() {
        if (!isStubborn) {
            time.after(time.between(5, 400), () -> end(0));
        }
    }

    @Override
    public void terminate() {
        closeStdin();
    }

    @Override
    public void kill() {
        time.after(time.between(1, 20), () -> end(137));
    }

    @Override
    public CompletableFuture<Exit> exit() {
        return exit.copy();
    }
}
