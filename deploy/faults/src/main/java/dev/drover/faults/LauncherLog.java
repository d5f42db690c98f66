package dev.drover.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.function.Consumer;

/** What the launcher of the services has to say, such as that one has ended and how: a file beside their logs. Any thread. */
record LauncherLog(Path file) implements Consumer<String> {

    @Override
    public synchronized void accept(String line) {
        try {
            Files.writeString(
                    file, Instant.now() + " " + line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
