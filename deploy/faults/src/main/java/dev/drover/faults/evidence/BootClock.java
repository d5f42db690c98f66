package dev.drover.faults.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The clock that the witnesses write by: centiseconds since the machine started. The same in every namespace. */
public final class BootClock {

    private BootClock() {}

    public static long now() {
        try {
            String uptime = Files.readString(Path.of("/proc/uptime")).split(" ", -1)[0];
            return Long.parseLong(uptime.replace(".", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static long centis(Duration duration) {
        return duration.toMillis() / 10;
    }

    /** For people: seconds. */
    public static double seconds(long centis) {
        return centis / 100.0;
    }
}
