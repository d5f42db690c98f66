package dev.drover.local;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * Starts child processes that cannot outlive this JVM, not even its SIGKILL. All of them start on one thread that lives
 * as long as the JVM, because Linux sends a parent-death signal when the spawning thread ends.
 */
final class Spawner {

    private static final ExecutorService THREAD = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("spawner").factory());

    /** Whether this machine can tie a child to its parent. */
    static final boolean LEASHED = succeeds("setpriv", "--pdeathsig", "KILL", "true");

    /** A parent that died before the signal was set up is not noticed by it: so look once more. */
    private static final String IF_PARENT_LIVES = "[ \"$PPID\" = \"$0\" ] && exec \"$@\"";

    private Spawner() {}

    /**
     * The command, in a session of its own, so that a Ctrl-C in the terminal reaches only this JVM, and sent {@code signal} (a name
     * without SIG) by the kernel when this JVM ends in any way. The process keeps the id it is started with.
     */
    static List<String> leashed(String signal, List<String> command) {
        if (!LEASHED) {
            return command;
        }
        String self = Long.toString(ProcessHandle.current().pid());
        List<String> leash = List.of("setsid", "setpriv", "--pdeathsig", signal, "sh", "-c", IF_PARENT_LIVES, self);
        return Stream.concat(leash.stream(), command.stream()).toList();
    }

    static Process start(ProcessBuilder builder) throws IOException {
        try {
            return THREAD.submit(builder::start).get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while starting " + builder.command(), e);
        }
    }

    /** Whether the command can be started and exits with 0. */
    static boolean succeeds(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
