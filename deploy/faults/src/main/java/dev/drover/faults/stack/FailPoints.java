package dev.drover.faults.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The places in one service where it can be made to fail, and its rules that can be broken.
 *
 * @param control holds a file for each armed one, which the service deletes when it comes there; and one for each broken rule
 */
public record FailPoints(Path control) {

    /** The service's next arrival there does that, once: {@code crash}, {@code hang <ms>} or {@code throw}. */
    public void arm(String point, String action) throws IOException {
        Path partial = control.resolve(point + ".new");
        Files.writeString(partial, action);
        Files.move(partial, control.resolve(point), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Whether the service has not come there since. */
    public boolean isArmed(String point) {
        return Files.exists(control.resolve(point));
    }

    public void disarm(String point) throws IOException {
        Files.deleteIfExists(control.resolve(point));
    }

    void breakRule(String rule) throws IOException {
        Files.writeString(control.resolve(rule), "");
    }

    void mendRule(String rule) throws IOException {
        Files.deleteIfExists(control.resolve(rule));
    }
}
