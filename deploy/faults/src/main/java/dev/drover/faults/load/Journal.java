package dev.drover.faults.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Every command that somebody was told is accepted, and every tool call that was tried; kept in a file, too. Any thread. */
public final class Journal {

    private final Path file;
    private final List<Accepted> commands = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private boolean mayRepeat;

    public Journal(Path file) {
        this.file = file;
    }

    /**
     * A command that will have an outcome.
     *
     * @param copies how often it was published at most; each is answered
     * @param mayRepeat whether the API may publish it once more, because it cannot know that it has
     */
    public record Accepted(String commandId, long serverId, String verb, int copies, boolean mayRepeat, Instant at) {}

    /** A tool call: it was certainly carried out if it was answered with a result, and never twice. */
    public record Call(String nonce, long serverId, boolean isAnswered) {}

    /** From now on: whether the API is disturbed in a way that makes it publish a command twice. */
    public synchronized void apiMayRepeat(boolean disturbed) {
        mayRepeat = disturbed;
    }

    /** By the API. */
    public void accept(String commandId, long serverId, String verb, int copies) {
        accept(commandId, serverId, verb, copies, isMayRepeat());
    }

    /** By the brokers themselves. */
    public void published(String commandId, long serverId, String verb, int copies) {
        accept(commandId, serverId, verb, copies, false);
    }

    private synchronized void accept(String commandId, long serverId, String verb, int copies, boolean repeats) {
        Accepted accepted = new Accepted(commandId, serverId, verb, copies, repeats, Instant.now());
        commands.add(accepted);
        write(accepted.toString());
    }

    public synchronized void called(String nonce, long serverId, boolean isAnswered) {
        Call call = new Call(nonce, serverId, isAnswered);
        calls.add(call);
        write(call.toString());
    }

    public synchronized List<Accepted> commands() {
        return List.copyOf(commands);
    }

    public synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    private synchronized boolean isMayRepeat() {
        return mayRepeat;
    }

    private void write(String line) {
        try {
            Files.writeString(file, line + "\n", UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
