package dev.drover.worker.mcp;

import dev.drover.worker.lifecycle.Exit;
import dev.drover.worker.supervision.ServerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A real process of {@code server.mjs}, without containment. */
final class NodeServer implements ServerProcess, AutoCloseable {
    private static final Path SCRIPT = Path.of("src/test/resources/mcp/server.mjs");

    private final Process process;

    NodeServer(String... traits) {
        List<String> command = new ArrayList<>(List.of("node", SCRIPT.toString()));
        command.addAll(List.of(traits));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.DISCARD);
        builder.environment().keySet().retainAll(List.of("PATH"));
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public OutputStream stdin() {
        return process.getOutputStream();
    }

    @Override
    public InputStream stdout() {
        return process.getInputStream();
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
        return text.replace("hush-hush", "***");
    }

    @Override
    public void closeStdin() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void terminate() {
        process.destroy();
    }

    @Override
    public void kill() {
        process.destroyForcibly();
    }

    @Override
    public CompletableFuture<Exit> exit() {
        return process.onExit().thenApply(ended -> Exit.code(ended.exitValue()));
    }

    @Override
    public void close() {
        kill();
        exit().join();
    }
}
