package dev.drover.worker.supervision;

import dev.drover.worker.lifecycle.Exit;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A process that does what the test says, and remembers what was done to it. */
final class FakeProcess implements ServerProcess {
    /** What it masks. */
    static final String SECRET = "hush-hush";

    final List<String> done = new ArrayList<>();
    private final CompletableFuture<Exit> exit = new CompletableFuture<>();

    void exits(int code) {
        exit.complete(Exit.code(code));
    }

    @Override
    public long pid() {
        return 4711;
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
        return List.of("boom");
    }

    @Override
    public @Nullable String exceededLimit() {
        return null;
    }

    @Override
    public String masked(String text) {
        return text.replace(SECRET, "***");
    }

    @Override
    public void closeStdin() {
        done.add("closeStdin");
    }

    @Override
    public void terminate() {
        done.add("terminate");
    }

    @Override
    public void kill() {
        done.add("kill");
    }

    @Override
    public CompletableFuture<Exit> exit() {
        return exit.copy();
    }
}
