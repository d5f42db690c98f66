package dev.drover.faults.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Arms the fail points of the JVMs that were given this directory. Any thread may use it. */
record Control(Path directory) {
    /** The next to reach the point is struck. */
    void arm(FailPoint point, Strike strike) {
        try {
            Files.createDirectories(directory);
            Path written = Files.createTempFile(directory, ".", ".new");
            Files.writeString(written, strike.text());
            Files.move(written, file(point), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot arm " + point.label() + " in " + directory, e);
        }
    }

    /** Whether nobody has been struck yet. */
    boolean isArmed(FailPoint point) {
        return Files.exists(file(point));
    }

    /** @return false if somebody has been struck already */
    boolean disarm(FailPoint point) {
        try {
            return Files.deleteIfExists(file(point));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot disarm " + point.label() + " in " + directory, e);
        }
    }

    private Path file(FailPoint point) {
        return directory.resolve(point.label());
    }
}
